"""The tasks of foresail_monitor: past forecasts against what was sold, and what follows from it."""

from typing import Any

from foresail.airflow import connections
from foresail.jobs.working import job
from foresail.warehouse.connecting import reading


@job
def measure() -> dict[str, int]:
    """Score what became due; returns how many runs and ended steps there are, and how many were scored."""
    from foresail.monitoring import scoring

    return scoring.score(connections.warehouse())


@job
def judge() -> list[dict[str, Any]]:
    """The run of foresail_train to start where forecasts fell behind their backtest: one a model, ever."""
    from foresail.monitoring import retraining

    with reading(connections.warehouse()) as connection:
        fall = retraining.find_fall(connection)
    if fall is None:
        return []
    run_id = f"fall-of-model-{fall.model_id}"
    return [{"trigger_run_id": run_id, "note": fall.reason, "conf": {"reason": fall.reason}}]
