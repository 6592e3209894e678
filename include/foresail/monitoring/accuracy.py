"""How good past forecasts turned out to be, over time, and whether they drift from the backtest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from sqlalchemy import Connection

from foresail import time_steps
from foresail.warehouse import past_forecasts
from foresail.warehouse.past_forecasts import Outcome
from foresail.warehouse.shapes import COMPARED, SUMMED

DRIFTED = 1.25
"""Of a WAPE only what is more than this many times that of the backtest counts as drift."""
BIASED = 0.1
"""Forecasts are biased when they were this part of the units sold too high, or too low, in those weeks."""
RECENT = timedelta(days=28)
By = Literal["step", "week", "month"]
Of = Literal["lead", "model", "run", "class", "category", "store"]
KIND = Literal["class", "category", "store"]
LEADS = (1, 7, 14, 28)
"""How many steps ahead scores are told for, beside the last that there is."""


@dataclass(frozen=True)
class Figures:
    """The figures of some steps together; WAPE and bias are parts of the units sold, null where none were.

    Null, too, is what was not measured when the steps were scored. `skill` is by how much the absolute error
    is smaller than seasonal naive's, as a part of that, over the products that both forecast.
    """

    sold: float
    forecast: float
    wape: float | None
    bias: float | None
    coverage_80: float | None
    coverage_95: float | None
    products: int
    runs: list[int]
    pinball: float | None
    mase: float | None
    wape_seasonal_naive: float | None
    bias_seasonal_naive: float | None
    skill: float | None


@dataclass(frozen=True)
class Period(Figures):
    """The figures of a period, by its first day; `steps` are those of it that were compared."""

    day: date
    steps: int


@dataclass(frozen=True)
class Drift:
    """The last four weeks against the backtest of the model that forecast them last."""

    status: Literal["steady", "drifting", "unknown"]
    reason: str
    limit: float = DRIFTED
    since: date | None = None
    wape: float | None = None
    wape_backtest: float | None = None
    ratio: float | None = None


def newest_forecasts(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Of each step the forecast that readers saw last before it; `outcomes` are by day and age of run."""
    return list({outcome.day: outcome for outcome in outcomes}.values())


def by_period(steps: Iterable[Outcome], by: By) -> list[Period]:
    """The figures by step, week (from Monday) or month."""
    grouped: dict[date, list[Outcome]] = {}
    for step in steps:
        grouped.setdefault(_start(step.day, by), []).append(step)
    return [
        Period(**vars(measure(found)), day=day, steps=len(found)) for day, found in sorted(grouped.items())
    ]


@dataclass(frozen=True)
class Score(Figures):
    """The figures of a lead time in steps, model or run by number; of a class, category or store by name."""

    number: int | None = None
    name: str | None = None


def by_name(outcomes: Iterable[Outcome]) -> list[Score]:
    """The figures of each class, category or store, over every forecast of it that has come due."""
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.name, []).append(outcome)
    return [Score(**vars(measure(found)), name=name) for name, found in sorted(grouped.items())]


def by_number(outcomes: Iterable[Outcome], of: Of) -> list[Score]:
    """The figures of each lead time, model or run, over every forecast of it that has come due."""
    grouped: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(_number(outcome, of), []).append(outcome)
    told = {number for number in grouped if of != "lead" or number in LEADS}
    return [Score(**vars(measure(grouped[number])), number=number) for number in sorted(told)]


def _number(outcome: Outcome, of: Of) -> int:
    if of == "model":
        return outcome.model_id
    return outcome.run_id if of == "run" else _lead(outcome.as_of, outcome.day, outcome.frequency)


@cache
def _lead(as_of: date, day: date, frequency: str) -> int:
    """How many steps ahead of the sales that were known a step lies."""
    number = 1
    while time_steps.first_day(as_of, frequency, number) < day:
        number += 1
    return number


def _start(day: date, by: By) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def measure(steps: Sequence[Outcome]) -> Figures:
    """The figures of some steps together."""
    sums = {name: sum(getattr(step, name) for step in steps) for name in SUMMED}
    sold, series = sums["sold"], sum(step.products for step in steps)
    return Figures(
        sold=sold,
        forecast=sums["forecast"],
        wape=sums["absolute_error"] / sold if sold else None,
        bias=(sums["forecast"] - sold) / sold if sold else None,
        coverage_80=sums["inside_80"] / series if series else None,
        coverage_95=sums["inside_95"] / series if series else None,
        products=max((step.products for step in steps), default=0),
        runs=sorted({step.run_id for step in steps}),
        **_compare([step for step in steps if step.pinball is not None]),
    )


def _compare(steps: Sequence[Outcome]) -> dict[str, float | None]:
    """The figures that steps scored long ago do not have."""
    sums = {name: sum(getattr(step, name) or 0.0 for step in steps) for name in COMPARED}
    sold, naive_sold = sum(step.sold for step in steps), sums["naive_sold"]

    def share(part: float, whole: float) -> float | None:
        return part / whole if whole else None

    left = share(sums["naive_compared"], sums["naive_error"])
    return {
        "pinball": share(sums["pinball"], sold),
        "mase": share(sums["scaled_error"], sums["scaled"]),
        "wape_seasonal_naive": share(sums["naive_error"], naive_sold),
        "bias_seasonal_naive": share(sums["naive_forecast"] - naive_sold, naive_sold),
        "skill": None if left is None else 1 - left,
    }


def recent(steps: Sequence[Outcome]) -> list[Outcome]:
    """The steps of the last four weeks."""
    return [step for step in steps if step.day > steps[-1].day - RECENT] if steps else []


def find_bias(newest: Sequence[Outcome]) -> float | None:
    """The bias of the newest steps (a part of the units sold), where it is more than chance would make it."""
    bias = measure(newest).bias
    return bias if bias is not None and abs(bias) > BIASED else None


def read_recent(connection: Connection) -> Figures:
    """The figures of the last four weeks of sales, of the forecast that readers saw last before each step."""
    newest = past_forecasts.last_day(connection)
    if newest is None:
        return measure([])
    return measure(newest_forecasts(past_forecasts.read_outcomes(connection, newest - RECENT, newest)))


def compare_recent(newest: Sequence[Outcome], expected: float | None, found: str | None) -> Drift:
    """Hold the newest steps against the WAPE that the backtest let expect.

    They drift where `found`, the reason, says so: `foresail.monitoring.drift` decides that, day by day.
    """
    if not newest:
        return Drift("unknown", "No forecast step has ended yet.")
    since, wape = newest[0].day, measure(newest).wape
    if wape is None or not expected:
        reason = "There are no sales or no backtest to compare with."
        return Drift("unknown", reason, since=since, wape=wape, wape_backtest=expected)
    ratio = wape / expected
    reason = found or f"The error since {since} is {ratio:.2f} times that of the backtest."
    status: Literal["steady", "drifting"] = "drifting" if found else "steady"
    return Drift(status, reason, since=since, wape=wape, wape_backtest=expected, ratio=ratio)
