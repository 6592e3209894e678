import os
import socket
import subprocess
import sys
import time

import psutil
from foresail.trial import journey
from foresail.trial.service import Service, free_port


def test_a_busy_port_is_seen_and_another_chosen():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert free_port(taken) != taken


def test_stopping_ends_children_that_hide(tmp_path):
    """One child leaves the session, one loses its parent; both must go, within ten seconds."""
    script = (
        "import subprocess, sys, time;"
        "sleep = [sys.executable, '-c', 'import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)'];"
        "subprocess.Popen(sleep, start_new_session=True);"
        "subprocess.Popen(sleep);"
        "print('up', flush=True); time.sleep(60)"
    )
    service = Service(tmp_path, tmp_path / "home", free_port())
    service._process = subprocess.Popen(
        [sys.executable, "-c", script],
        env=service._environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    assert service._process.stdout.readline() == b"up\n"
    time.sleep(0.5)
    processes = service._processes()
    assert len(processes) == 3
    started = time.monotonic()
    service.stop()
    assert time.monotonic() - started < 10
    assert not any(process.is_running() and process.status() != "zombie" for process in processes)
    assert psutil.pid_exists(os.getpid())


def test_foresails_share_counts_parallel_work_once():
    work = [
        {"started_s": 1.0, "ended_s": 4.0},
        {"started_s": 2.0, "ended_s": 5.0},
        {"started_s": 8.0, "ended_s": 12.0},
    ]
    shares = journey.share({"work": work}, 0.0, 10.0)
    assert shares == {"foresail": 6.0, "airflow": 4.0}
