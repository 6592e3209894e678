"""The task that is running."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from airflow.sdk import get_current_context
from airflow.sdk.exceptions import AirflowSkipException


@dataclass(frozen=True)
class Task:
    """A task of a Dag run; `map_index` is -1 where it is not mapped."""

    dag_id: str
    dag_run_id: str
    task_id: str
    map_index: int


def current_task() -> Task:
    """The task that this process runs."""
    instance = get_current_context()["ti"]
    map_index = -1 if instance.map_index is None else instance.map_index
    return Task(instance.dag_id, instance.run_id, instance.task_id, map_index)


def on_cancel(cancel: Callable[[], None]) -> None:
    """Have something done when the running task is ended from outside: marked, cleared, or its run failed."""
    get_current_context()["ti"].task.on_kill = cancel  # type: ignore[method-assign]  # as operators do in their own class


def skip(reason: str) -> NoReturn:
    """End the running task as skipped, without an event on its Assets."""
    raise AirflowSkipException(reason)
