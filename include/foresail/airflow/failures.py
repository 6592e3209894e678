"""Keeps that a run has failed, for a mail: in the process of the task that failed, once a run."""

import logging
from typing import Any

from foresail.dag_ids import ALERT
from foresail.errors import ForesailError

log = logging.getLogger(__name__)


def keep_failure(context: Any) -> None:
    """Keep the failure of a task that is not tried again; its own failure is told in the log alone.

    What is kept of an error that is not Foresail's is its kind: its text may hold anything.
    """
    instance, error = context["ti"], context.get("exception")
    if instance.dag_id == ALERT:  # it would tell of itself, by mails that cannot be sent
        return
    reason = str(error) if isinstance(error, ForesailError) else type(error).__name__
    facts = {"dag_id": instance.dag_id, "dag_run_id": instance.run_id, "task_id": instance.task_id}
    try:
        from foresail.airflow import connections
        from foresail.warehouse import events
        from foresail.warehouse.connecting import writing

        with writing(connections.warehouse()) as connection:
            name = f"failed-{instance.dag_id}-{instance.run_id}"
            events.record(connection, "failed", name, {**facts, "reason": reason[:1000]})
    except Exception:
        log.exception("The failure could not be kept; nobody is mailed about it.")
