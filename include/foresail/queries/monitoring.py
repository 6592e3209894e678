"""Reads how good past forecasts turned out to be, and whether they drift from the backtest."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from foresail.errors import BadRequest
from foresail.monitoring import accuracy, judging, product_outcomes
from foresail.monitoring.accuracy import By, Of
from foresail.queries.transaction import question
from foresail.warehouse import past_forecasts, products
from foresail.warehouse.past_forecasts import Outcome

LONGEST = timedelta(days=3700)


@question
def read_monitoring(
    connection: Connection,
    since: date | None = None,
    until: date | None = None,
    by: By = "step",
    product: str | None = None,
) -> dict[str, Any]:
    """Accuracy by step, week (from Monday) or month, of the forecast that readers saw last before each step.

    Of one product, or of all together. Raises UnknownProduct, or BadRequest for a window that is none.
    """
    known, outcomes = _read_outcomes(connection, since, until, product)
    steps = accuracy.newest_forecasts(outcomes)
    recent = accuracy.recent(steps)
    changes = judging.read_changes(connection, known.id if known else None)
    return {
        "product": known.name if known else None,
        "by": by,
        "periods": accuracy.by_period(steps, by),
        "drift": judging.judge(connection, recent, changes),
        "changes": changes,
    }


@question
def read_scores(
    connection: Connection,
    of: Of,
    since: date | None = None,
    until: date | None = None,
    product: str | None = None,
) -> dict[str, Any]:
    """Accuracy by lead time, model or run, of every forecast that has come due; of one product, or of all.

    Raises UnknownProduct, or BadRequest for a window that is none.
    """
    known, outcomes = _read_outcomes(connection, since, until, product)
    return {
        "product": known.name if known else None,
        "of": of,
        "scores": accuracy.by_number(outcomes, of),
    }


def _read_outcomes(
    connection: Connection, since: date | None, until: date | None, product: str | None
) -> tuple[products.Product | None, list[Outcome]]:
    if since and until and not timedelta(0) <= until - since <= LONGEST:
        raise BadRequest(f"The window from {since} to {until} is empty or too long.", "Choose another.")
    window = (since or date.min, until or date.max)
    if product is None:
        return None, past_forecasts.read_outcomes(connection, *window)
    known = products.find(connection, product)
    return known, product_outcomes.read_outcomes(connection, known.id, *window)
