"""Cloud Scheduler: the interface through which a schedule is mirrored to a job outside Airflow."""

from typing import Protocol

from foresail.schedules import Schedule


class ScheduleMirror(Protocol):
    """Keeps a job of a Dag's schedule, so that it runs where Airflow's scheduler sleeps."""

    def mirror(self, dag_id: str, schedule: Schedule | None) -> None:
        """Make the Dag's job follow the schedule, or remove it where there is none."""
        ...
