"""Reads what needs a person today: questions that wait, sales that are missing, forecasts gone wrong."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from foresail import dag_ids
from foresail.clock import now
from foresail.forecast_cache.freshness import Subject, assess
from foresail.forecast_cache.records import FRESH
from foresail.monitoring import accuracy, judging
from foresail.queries.transaction import question
from foresail.warehouse import forecast_cache, models, past_forecasts, uploads
from foresail.warehouse.forecast_cache import CacheState
from foresail.warehouse.runs import Run

UPLOADS_TOLD = 20
Item = dict[str, Any]


@question
def read_attention(connection: Connection, with_uploads: bool) -> list[Item]:
    """What needs a person, the most urgent first; each has a `kind`, a `severity` and what it is about."""
    state = forecast_cache.read_state(connection)
    found = _waiting(connection) if with_uploads else []
    if state.run is None:
        return found
    found += _missing(connection, state.run)
    found += _stale(state, state.run, now().date())
    found += _inaccurate(connection, state.run)
    return sorted(found, key=lambda item: item["severity"] != "error")


def _waiting(connection: Connection) -> list[Item]:
    items = []
    for upload in uploads.list_waiting(connection, UPLOADS_TOLD):
        about = {"severity": "error", "upload_id": upload.id, "file_name": upload.file_name}
        for kind, count in (
            ("products-waiting", upload.products_waiting),
            ("quantities-waiting", upload.unusual_waiting),
        ):
            if count:
                items.append({"kind": kind, "count": count, **about})
    return items


def _missing(connection: Connection, run: Run) -> list[Item]:
    gaps = models.get(connection, run.snapshot_model_id).read_gaps()
    if not gaps or not (gaps["not_sent"] or gaps.get("partial") or gaps.get("late_stores")):
        return []
    return [{"kind": "sales-missing", "severity": "warning", "gaps": gaps, "step": run.frequency}]


def _stale(state: CacheState, run: Run, today: date) -> list[Item]:
    status, reason = assess(Subject("", None, True, True), run, state, today, run.horizon)
    if status == FRESH:
        return []
    item: Item = {"kind": "forecasts-stale", "severity": "warning", "reason": reason, "day": run.as_of}
    if run.data_version < state.data_version:
        return [item | {"dag_id": dag_ids.TRAIN}]  # PREDICT alone knows no newer sales than the last training
    if state.champion_id not in (None, run.model_id):
        return [item | {"dag_id": dag_ids.PREDICT}]
    return [item]  # only newer sales help


def _inaccurate(connection: Connection, run: Run) -> list[Item]:
    """What the last four weeks of sales say of the forecasts that were read before them."""
    since = run.as_of - 2 * accuracy.RECENT
    steps = accuracy.newest_forecasts(past_forecasts.read_outcomes(connection, since, date.max))
    recent = accuracy.recent(steps)
    if not recent:
        return []
    drift = judging.judge(connection, recent, judging.read_changes(connection))
    bias = accuracy.find_bias(recent)
    items: list[Item] = []
    if drift.status == "drifting":
        figures = {"share": drift.wape, "expected": drift.wape_backtest, "day": drift.since}
        items.append({"kind": "accuracy-fell", "severity": "warning", **figures})
    if bias is not None:
        items.append({"kind": "biased", "severity": "warning", "share": bias, "day": recent[0].day})
    return items
