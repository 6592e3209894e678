"""The task of foresail_monitor: past forecasts against what was sold."""

from foresail.airflow import connections
from foresail.jobs.working import job


@job
def measure() -> dict[str, int]:
    """Score what became due; returns how many runs and ended steps there are, and how many were scored."""
    from foresail.monitoring import scoring

    return scoring.score(connections.warehouse())
