"""Whatever is done in the sandbox is done under the same limits of memory, CPU time and time."""

import json
import os
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from foresail.errors import NotFound, WorkbookTooCostly
from foresail.intake import works
from foresail.intake.checks import mark_file, read_calendar_file
from foresail.sandbox import running
from foresail.sandbox.limits import Limits, read_limits
from foresail.sandbox.running import WorkerDied, WorkTooCostly

from tests import sandboxed
from tests.factories import DAY, write_workbook

LIMITS = Limits(memory_mib=512, seconds=30, unpacked_mib=64)


def test_the_process_bounds_itself_before_it_does_its_work(tmp_path):
    assert running.run(sandboxed.read_bounds, {}, tmp_path, LIMITS) == {
        "RLIMIT_AS": 4 * 512 * 1024**2,
        "RLIMIT_CPU": 30,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 4 * 512 * 1024**2,
    }


def test_memory_is_bounded_from_outside_on_both_sides_of_the_limit(tmp_path):
    assert running.run(sandboxed.hold, {"mib": 300}, tmp_path, LIMITS) == 300 * 1024**2
    with pytest.raises(WorkTooCostly):
        running.run(sandboxed.hold, {"mib": 600}, tmp_path, LIMITS)


def test_memory_that_is_held_between_two_looks_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "LOOK_SECONDS", 20)
    assert running.run(sandboxed.touch, {"mib": 200}, tmp_path, LIMITS) == 200 * 1024**2
    with pytest.raises(WorkTooCostly):
        running.run(sandboxed.touch, {"mib": 600}, tmp_path, LIMITS)


def test_cpu_time_is_bounded(tmp_path):
    with pytest.raises(WorkTooCostly):
        running.run(sandboxed.spin, {}, tmp_path, Limits(512, 1, 64))


def test_what_an_ended_process_has_begun_lies_in_the_folder_that_its_caller_deletes(tmp_path):
    with pytest.raises(WorkTooCostly):
        running.run(sandboxed.hold_a_file, {}, tmp_path, Limits(512, 1, 64))
    assert len(list(tmp_path.glob("foresail-held-*"))) == 1


def test_a_process_is_told_no_secret_of_the_environment(tmp_path):
    script = (
        "import json, pathlib, sys; from foresail.sandbox import running; from foresail.sandbox.limits import Limits;"
        "from tests import sandboxed;"
        "told = running.run(sandboxed.read_environment, {}, pathlib.Path(sys.argv[1]), Limits(512, 30, 64));"
        "print(json.dumps(told))"
    )
    told = {**os.environ, "AIRFLOW_CONN_FORESAIL_DB": "mysql://ann:secret@db/x"}
    answer = subprocess.run(
        [sys.executable, "-c", script, tmp_path], env=told, check=True, capture_output=True, text=True
    ).stdout
    assert set(json.loads(answer)) & {"AIRFLOW_CONN_FORESAIL_DB", "PATH"} == {"PATH"}
    assert "secret" not in answer


def test_what_one_order_holds_is_not_in_the_memory_of_those_that_come_after_it(tmp_path):
    for _ in range(3):
        order = {"secret": f"secret-{uuid.uuid4().hex}", "padding": ["x" * number for number in range(200)]}
        assert running.run(sandboxed.remember, order, tmp_path, LIMITS)
        assert running.run(sandboxed.find_secret, {}, tmp_path, LIMITS) is False


def test_a_process_that_is_killed_with_work_going_on_leaves_nobody_waiting_for_its_standard_error(tmp_path):
    script = (
        "import pathlib, sys; from foresail.sandbox import running; from foresail.sandbox.limits import Limits;"
        "from tests import sandboxed; print('begun', flush=True);"
        "running.run(sandboxed.spin, {}, pathlib.Path(sys.argv[1]), Limits(512, 4, 64))"
    )
    command = [sys.executable, "-c", script, tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as host:
        assert host.stdout.readline() == b"begun\n"
        time.sleep(2)
        host.kill()
        started = time.monotonic()
        host.stderr.read()
        assert time.monotonic() - started < 5


def test_a_launcher_that_is_gone_is_started_anew_and_what_it_had_started_ends_as_it_would_have(tmp_path):
    for _ in range(2):
        assert running.run(sandboxed.end_the_launcher, {}, tmp_path, LIMITS) is None
        assert running.run(sandboxed.hold, {"mib": 1}, tmp_path, LIMITS) == 1024**2


def test_processes_work_at_once_and_a_process_that_was_forked_has_a_launcher_of_its_own(tmp_path):
    def hold(number):
        (tmp_path / str(number)).mkdir()
        return running.run(sandboxed.hold, {"mib": number}, tmp_path / str(number), LIMITS)

    started = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        child = threads.submit(get_context("fork").Pool(1).apply, _hold_one, (tmp_path,))
        assert list(threads.map(hold, (1, 2, 3))) == [1024**2, 2 * 1024**2, 3 * 1024**2]
        assert child.result() == 1024**2
    assert time.monotonic() - started < 3.5


def _hold_one(folder):
    return running.run(sandboxed.hold, {"mib": 1}, folder, LIMITS)


def test_a_process_that_aborts_is_an_answer_and_not_the_end_of_its_parent(tmp_path):
    with pytest.raises(WorkerDied):
        running.run(sandboxed.abort, {}, tmp_path, LIMITS)


def test_an_error_of_the_library_comes_out_as_it_was(tmp_path):
    with pytest.raises(NotFound, match="no such thing") as refused:
        running.run(sandboxed.refuse, {}, tmp_path, LIMITS)
    assert refused.value.details == {"name": "x"}


def test_an_error_of_any_other_module_is_not_imported(tmp_path):
    with pytest.raises(WorkerDied):
        running.run(sandboxed.pretend, {}, tmp_path, LIMITS)


@pytest.mark.parametrize(
    "work", [works.make_template, works.make_calendar, works.preview, works.mark, works.check]
)
def test_every_work_is_ended_where_it_takes_too_much(tmp_path, work):
    with pytest.raises(WorkTooCostly):
        running.run(work, {}, tmp_path, Limits(memory_mib=4, seconds=30, unpacked_mib=64))


def test_marking_and_reading_a_calendar_are_too_costly_in_words(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2)])
    small = Limits(memory_mib=4, seconds=30, unpacked_mib=64)
    with pytest.raises(WorkbookTooCostly, match="memory or time"):
        mark_file(path, tmp_path / "findings.parquet", tmp_path, small)
    with pytest.raises(WorkbookTooCostly, match="memory or time"):
        read_calendar_file(path, None, small)


def test_the_limits_are_those_that_are_set(monkeypatch):
    from foresail.settings import settings

    monkeypatch.setenv("FORESAIL_PARSE_MEMORY_MIB", "600")
    monkeypatch.setenv("FORESAIL_PARSE_SECONDS", "7")
    monkeypatch.setenv("FORESAIL_PARSE_UNPACKED_MIB", "8")
    settings.cache_clear()
    try:
        assert read_limits() == Limits(600, 7, 8)
        assert read_limits(seconds=60) == Limits(600, 60, 8)
    finally:
        settings.cache_clear()
