"""Reads how good past forecasts turned out to be, and whether they drift from the backtest."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from foresail.errors import BadRequest
from foresail.monitoring import accuracy, judging, product_outcomes
from foresail.monitoring.accuracy import KIND, By, Of
from foresail.naming import name_key
from foresail.queries.transaction import question
from foresail.warehouse import past_forecasts, products
from foresail.warehouse.past_forecasts import Outcome

LONGEST = timedelta(days=3700)
EVERYTHING: Mapping[KIND, str | None] = {"class": None, "category": None, "store": None}


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
    within: Mapping[KIND, str | None] = EVERYTHING,
) -> dict[str, Any]:
    """Accuracy by lead time, model, run, class, category or store, of every forecast that has come due.

    Of one product, of one class, category or store (`within`), or of all together. Raises UnknownProduct, or
    BadRequest for a window that is none, and where more than one of these is asked for at once.
    """
    wanted: list[tuple[KIND, str]] = [(kind, name) for kind, name in within.items() if name is not None]
    is_of_part = of in ("class", "category", "store")
    if len(wanted) + (product is not None) + is_of_part > 1:
        raise BadRequest(
            "Scores are of one product, class, category or store at a time.",
            "Give one of product, class, category and store, with of=lead, model or run.",
        )
    known, outcomes = None, []
    if is_of_part or wanted:
        kind, name = wanted[0] if wanted else (of, None)
        held = past_forecasts.read_outcomes(connection, *_check_window(since, until), kind)
        outcomes = [one for one in held if name is None or name_key(one.name) == name_key(name)]
    else:
        known, outcomes = _read_outcomes(connection, since, until, product)
    return {
        "product": known.name if known else None,
        **{str(kind): name for kind, name in within.items()},
        "of": of,
        "scores": accuracy.by_name(outcomes) if is_of_part else accuracy.by_number(outcomes, of),
    }


def _check_window(since: date | None, until: date | None) -> tuple[date, date]:
    if since and until and not timedelta(0) <= until - since <= LONGEST:
        raise BadRequest(f"The window from {since} to {until} is empty or too long.", "Choose another.")
    return since or date.min, until or date.max


def _read_outcomes(
    connection: Connection, since: date | None, until: date | None, product: str | None
) -> tuple[products.Product | None, list[Outcome]]:
    window = _check_window(since, until)
    if product is None:
        return None, past_forecasts.read_outcomes(connection, *window)
    known = products.find(connection, product)
    return known, product_outcomes.read_outcomes(connection, known.id, *window)
