"""Runs work in a process of its own, watched from outside: a crash or an exceeded limit is an answer.

The process is told what to do as JSON on standard input, and leaves its outcome in a folder, beside whatever
files the work makes.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil

from foresail.errors import ForesailError
from foresail.sandbox.limits import Limits

log = logging.getLogger(__name__)
OUTCOME = "outcome.json"
PACKAGE = __name__.split(".")[0]
LOOK_SECONDS = 0.02
# Starting a process and reading its file from a slow disk cost no CPU time.
GRACE_SECONDS = 10
# What a process that may be turned against us gets of the environment: no Connection, no key.
NEEDED = {"HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "VIRTUAL_ENV"}

Work = Callable[[Mapping[str, Any], Path, Limits], Any]
"""A function at the top of a module: a task, the folder for its files, its limits; the answer is JSON."""


class WorkFailed(Exception):
    """The process ended without an outcome."""


class WorkTooCostly(WorkFailed):
    """The process was ended for the memory or the time that it took."""


class WorkerDied(WorkFailed):
    """The process ended without a word: what it read made it abort."""


def run(work: Work, task: Mapping[str, Any], into: Path, limits: Limits) -> Any:
    """Do work in a process of its own; returns its answer.

    Raises the ForesailError that the work ended in, WorkTooCostly or WorkerDied.
    """
    name = f"{work.__module__}:{work.__qualname__}"
    order = {"work": name, "task": task, "into": str(into), "limits": asdict(limits)}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "foresail.sandbox"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={name: value for name, value in os.environ.items() if name in NEEDED},
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(json.dumps(order).encode())
        is_within = _watch(process, limits)
        errors.seek(0)
        last_words = errors.read()[-65536:]
    if not is_within or _ran_out(process.returncode, last_words):
        raise WorkTooCostly(name)
    if process.returncode:
        words = last_words.decode(errors="replace")[-4000:]
        log.warning("%s ended with %s: %s", name, process.returncode, words)
        raise WorkerDied(name)
    return _read_outcome(into / OUTCOME)


def _ran_out(code: int, last_words: bytes) -> bool:
    """Whether a process ended for want of memory or CPU time."""
    return bool(code) and (b"emory" in last_words or code in (-9, -24))


def _watch(process: subprocess.Popen[bytes], limits: Limits) -> bool:
    """Wait for the end; False where the process was ended for holding too much memory or taking too long."""
    deadline = time.monotonic() + limits.seconds + GRACE_SECONDS
    try:
        while True:
            try:
                process.wait(LOOK_SECONDS)
                return True
            except subprocess.TimeoutExpired:
                held = _resident_bytes(process.pid)
            if held > limits.memory_mib * 1024**2 or time.monotonic() > deadline:
                return False
    finally:
        process.kill()
        process.wait()


def _resident_bytes(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def _read_outcome(path: Path) -> Any:
    outcome = json.loads(path.read_text())
    path.unlink()
    if "refused" in outcome:
        raise _refusal(outcome["refused"])
    return outcome["answer"]


def _refusal(refusal: Mapping[str, Any]) -> ForesailError:
    if refusal["module"].split(".")[0] != PACKAGE:  # the process may have been turned against us
        raise WorkerDied(refusal["module"])
    kind = getattr(import_module(refusal["module"]), refusal["kind"])
    assert issubclass(kind, ForesailError)
    return kind(refusal["message"], refusal["hint"], refusal["details"])
