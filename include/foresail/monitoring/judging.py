"""Says whether the newest forecasts drift, by the changes that the monitor found."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from foresail.monitoring import accuracy
from foresail.monitoring.accuracy import Drift
from foresail.warehouse import drifts, models, past_forecasts
from foresail.warehouse.past_forecasts import Outcome

CHANGES_TOLD = timedelta(days=90)
OF_ERRORS = ("wape", "bias")


def read_changes(connection: Connection, product_id: int | None = None) -> list[dict[str, Any]]:
    """What was found to have changed lately, of a product or of everything, newest first."""
    newest = past_forecasts.last_day(connection)
    return drifts.read(connection, newest - CHANGES_TOLD, product_id) if newest else []


def judge(connection: Connection, recent: list[Outcome], changes: list[dict[str, Any]]) -> Drift:
    """Say whether the recent steps drift: where a change of their errors was found since they began."""
    return accuracy.compare_recent(recent, _expected(connection, recent), _found(recent, changes))


def _found(recent: list[Outcome], changes: list[dict[str, Any]]) -> str | None:
    """Why the errors of the newest steps have changed, if they have."""
    if not recent:
        return None
    reasons = [
        str(change["reason"])
        for change in changes
        if change["signal"] in OF_ERRORS and change["found_on"] >= recent[0].day
    ]
    return reasons[0] if reasons else None


def _expected(connection: Connection, recent: list[Outcome]) -> float | None:
    """The WAPE of the backtest: the product's own, or that of the model which forecast last."""
    if not recent:
        return None
    newest = recent[-1]
    if newest.is_of_product:
        return newest.wape_backtest
    return models.read_headlines(connection, [newest.model_id])[newest.model_id].wape
