"""The tasks of foresail_monitor: past forecasts against what was sold, and what follows from it."""

import logging
from typing import Any

from foresail.airflow import connections, telling
from foresail.clock import now
from foresail.dag_ids import EDITABLE
from foresail.errors import ForesailError
from foresail.jobs.working import job
from foresail.warehouse.connecting import reading

log = logging.getLogger(__name__)


@job
def measure() -> dict[str, int]:
    """Score what became due; returns how many runs and ended steps there are, and how many were scored."""
    from foresail.monitoring import scoring

    return scoring.score(connections.warehouse())


@job
def judge() -> list[dict[str, Any]]:
    """Look for changes; returns the run of foresail_train to start where forecasts fell, one a model."""
    from foresail.monitoring import accuracy, retraining
    from foresail.monitoring.drift import watching

    for found in watching.watch(connections.warehouse()):
        log.warning("Drift of %s: %s", found.signal, found.reason)
        telling.count("drift.found", 1, signal=found.signal)
    with reading(connections.warehouse()) as connection:
        fall = retraining.find_fall(connection)
        figures = accuracy.read_recent(connection)
    telling.gauge("outcomes.wape", figures.wape)
    telling.gauge("outcomes.bias", figures.bias)
    if fall is None:
        return []
    run_id = f"fall-of-model-{fall.model_id}"
    return [{"trigger_run_id": run_id, "note": fall.reason, "conf": {"reason": fall.reason}}]


@job
def mirror_schedules() -> dict[str, str]:
    """Set Cloud Scheduler's jobs right, whatever was missed or edited by hand; returns what was done by Dag.

    Raises the last ForesailError, once every Dag was tried; it is shown on the schedule until it is mended.
    """
    from foresail.airflow.schedules import Mirror, write_mirror
    from foresail.google import mirroring

    done: dict[str, str] = {}
    failed: ForesailError | None = None
    for dag_id in EDITABLE:
        try:
            done[dag_id] = mirroring.mirror(dag_id)
            write_mirror(dag_id, None, in_task=True)
        except ForesailError as error:
            failed = error
            write_mirror(dag_id, Mirror(str(error), now()), in_task=True)
    if failed:
        raise failed
    return done
