"""Writes down when each task works and how much memory it takes."""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import ParamSpec, TypeVar

from foresail.airflow import connections, tasks, telling
from foresail.warehouse import work
from foresail.warehouse.connecting import writing

P = ParamSpec("P")
R = TypeVar("R")


def job(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a job: the work of the current task, recorded when it ends well."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        started = time.time()
        try:
            outcome = function(*args, **kwargs)
            with writing(connections.warehouse()) as connection:
                task = asdict(tasks.current_task())
                work.record(connection, task, started, time.time(), _peak_memory_mib())
            where = {"dag_id": task["dag_id"], "task_id": task["task_id"]}
            telling.gauge("task.seconds", time.time() - started, **where)
            telling.gauge("task.peak_memory_mib", _peak_memory_mib(), **where)
        finally:
            # a process that ends without a word is logged as an aborted client
            connections.warehouse().dispose()
        return outcome

    return run


def _peak_memory_mib() -> int:
    """The most memory this process, or a process it waited for, has held."""
    unit = 1024**2 if sys.platform == "darwin" else 1024
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(peaks) // unit
