"""Runs work in a process of its own, watched from outside: a crash or an exceeded limit is an answer.

The process is told what to do as JSON, and leaves its outcome in a folder, beside whatever files the work
makes. LIBRARIES at the top of the work's module names what is loaded before the process is forked: what
starts the threads that it needs when it is first used, as polars does.
"""

import json
import logging
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil

from foresail.errors import ForesailError
from foresail.sandbox.launching import Child, End, LauncherGone, launch
from foresail.sandbox.limits import Limits
from foresail.sandbox.working import OUTCOME

log = logging.getLogger(__name__)
PACKAGE = __name__.split(".")[0]
LOOK_SECONDS = 0.02
# Starting a process and reading its file from a slow disk cost no CPU time.
GRACE_SECONDS = 10

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

    Raises the ForesailError that the work ended in, WorkTooCostly or WorkerDied; LauncherGone, which is no
    fault of the file, where no process can be started.
    """
    name = f"{work.__module__}:{work.__qualname__}"
    order = {"work": name, "task": task, "into": str(into), "limits": asdict(limits)}
    with tempfile.TemporaryFile() as errors:
        child = launch(work.__module__, json.dumps(order).encode(), errors)
        try:
            end = _watch(child, limits)
        except LauncherGone as gone:
            raise WorkerDied(name) from gone
        errors.seek(0)
        last_words = errors.read()[-65536:]
    if end is None or end.peak_bytes > limits.memory_bytes or _ran_out(end.code, last_words):
        raise WorkTooCostly(name)
    if end.code:
        words = last_words.decode(errors="replace")[-4000:]
        log.warning("%s ended with %s: %s", name, end.code, words)
        raise WorkerDied(name)
    return _read_outcome(into / OUTCOME)


def _ran_out(code: int, last_words: bytes) -> bool:
    """Whether a process ended for want of memory or CPU time."""
    return bool(code) and (b"emory" in last_words or code in (-9, -24))


def _watch(child: Child, limits: Limits) -> End | None:
    """Wait for the end; None where the process held too much memory, or took too long, and was killed.

    Between two looks it may hold too much and end: its peak says so, however busy this machine is.
    """
    deadline = time.monotonic() + limits.seconds + GRACE_SECONDS
    end = None
    try:
        while end is None:
            if _resident_bytes(child.pid) > limits.memory_bytes or time.monotonic() > deadline:
                break
            end = child.wait(LOOK_SECONDS)
        return end
    finally:
        if end is None:
            child.kill()
        child.close()


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
