"""Reads how good past forecasts turned out to be, over time, and whether they drift from the backtest."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from foresail.errors import BadRequest
from foresail.queries.product_outcomes import read_outcomes
from foresail.queries.products import find
from foresail.warehouse import forecasts, models
from foresail.warehouse.tables import forecast_runs, outcomes
from foresail.warehouse.tables import models as models_table

DRIFTED = 1.25
"""Forecasts drift when their WAPE is this many times that of the backtest."""
RECENT = timedelta(days=28)
LONGEST = timedelta(days=3700)
SUMS = ("products", "sold", "forecast", "absolute_error", "inside_80", "inside_95")


def read_monitoring(
    connection: Connection,
    since: date | None = None,
    until: date | None = None,
    by: str = "step",
    product: str | None = None,
) -> dict[str, Any]:
    """Accuracy by step, week (from Monday) or month, of the forecast that readers saw last before each step.

    Of one product, or of all together. Raises UnknownProduct, or BadRequest for a window that is none.
    """
    if since and until and not timedelta(0) <= until - since <= LONGEST:
        raise BadRequest(f"The window from {since} to {until} is empty or too long.", "Choose another.")
    known = find(connection, product) if product else None
    window = (since or date.min, until or date.max)
    measured = (
        read_outcomes(connection, known["id"], *window) if known else _read_outcomes(connection, *window)
    )
    steps = list({row["day"]: row for row in measured}.values())
    grouped: dict[date, list[dict[str, Any]]] = {}
    for step in steps:
        grouped.setdefault(_start(step["day"], by), []).append(step)
    periods = [{"day": day, **_figures(found)} for day, found in sorted(grouped.items())]
    name = known["name"] if known else None
    return {"product": name, "by": by, "periods": periods, "drift": _drift(connection, steps)}


def _read_outcomes(connection: Connection, since: date, until: date) -> list[dict[str, Any]]:
    """Of all products together, a row a run and step, by day and then by the age of the run."""
    query = (
        select(outcomes, forecast_runs.c.model_id, models_table.c.as_of)
        .join(forecast_runs, forecast_runs.c.id == outcomes.c.run_id)
        .join(models_table, models_table.c.id == forecasts.SNAPSHOT)
        .where(outcomes.c.day.between(since, until))
        .order_by(outcomes.c.day, models_table.c.as_of, outcomes.c.run_id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _start(day: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def _figures(steps: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The figures of some steps together; WAPE and bias are parts of the units sold, null where none were."""
    found = list(steps)
    sums = {name: sum(step[name] for step in found) for name in SUMS}
    sold, series = sums["sold"], sums["products"]
    return {
        "sold": sold,
        "forecast": sums["forecast"],
        "wape": sums["absolute_error"] / sold if sold else None,
        "bias": (sums["forecast"] - sold) / sold if sold else None,
        "coverage_80": sums["inside_80"] / series if series else None,
        "coverage_95": sums["inside_95"] / series if series else None,
        "products": max((step["products"] for step in found), default=0),
        "runs": sorted({step["run_id"] for step in found}),
    }


def _drift(connection: Connection, steps: list[dict[str, Any]]) -> dict[str, Any]:
    """The last four weeks against the backtest of the model that forecast them last."""
    if not steps:
        return {"status": "unknown", "reason": "No step that was forecast has ended yet.", "limit": DRIFTED}
    recent = [step for step in steps if step["day"] > steps[-1]["day"] - RECENT]
    wape = _figures(recent)["wape"]
    newest = recent[-1]
    of_product = "wape_backtest" in newest
    expected = newest["wape_backtest"] if of_product else _backtest(connection, newest["model_id"])
    told = {"since": recent[0]["day"], "wape": wape, "wape_backtest": expected, "limit": DRIFTED}
    if wape is None or not expected:
        return {
            **told,
            "status": "unknown",
            "reason": "There is nothing sold, or no backtest, to compare with.",
        }
    ratio = wape / expected
    drifts = ratio > DRIFTED
    reason = f"The error since {recent[0]['day']} is {ratio:.2f} times that of the backtest."
    return {**told, "status": "drifting" if drifts else "steady", "ratio": ratio, "reason": reason}


def _backtest(connection: Connection, model_id: int) -> float | None:
    wanted = ("all", "chosen", "wape")
    return next(
        (
            row["value"]
            for row in models.read_metrics(connection, model_id)
            if (row["segment"], row["method"], row["name"]) == wanted
        ),
        None,
    )
