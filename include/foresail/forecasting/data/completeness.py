"""Tells which of the newest sales seem not to have been sent yet: they count as zero until they are.

A file of one product, or of one store, makes the newest step of all: of the others nothing was sold by then.
Only people know whether they were closed, or have not sent theirs.
"""

from datetime import date
from typing import TypedDict

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.periods import Steps
from foresail.forecasting.data.timeline import MISSING_STEPS, TELLING_SERIES, Timeline

# A step is incomplete when less than this part of the products sold that usually do, and did a year before.
PART = 0.25
# A store is late that was silent for so long and sold on half of the steps before; not one that has closed.
OFTEN = 0.5
# A step that is not over is whole nevertheless if it sold this part of what the steps before did.
WHOLE, USUAL_STEPS = 0.95, 3
NAMED = 20


class Partial(TypedDict):
    """The newest steps, on which far fewer products sold than is usual.

    `since` is the first of them on which anything was sold (ISO), `products` the mean of those that sold on
    one of the `steps`, `usual_products` the median before.
    """

    since: str
    steps: int
    products: float
    usual_products: float


class LateStore(TypedDict):
    """A store that sold often, and nothing since its `last_day` (ISO)."""

    name: str
    last_day: str


class Unfinished(TypedDict):
    """A week or month (its first day, ISO) that was not over yet, and sold less than `usual_units`."""

    step: str
    units: float
    usual_units: float


def find_unfinished(activity: pl.DataFrame, steps: Steps, today: date) -> Unfinished | None:
    """Find the last week or month, if it is not over today and sold less than a whole one would.

    `activity` is ds, units by step. Usual is the median of the three steps before. What sold as much may be
    whole, whatever day it is dated.
    """
    if steps.frequency.season > 1 or steps.end < today:
        return None
    units = activity.filter(pl.col("ds") == steps.last)["units"].sum()
    before = activity.filter(pl.col("ds") < steps.last).sort("ds")["units"].tail(USUAL_STEPS)
    usual = before.median()
    if not isinstance(usual, float) or units >= WHOLE * usual:
        return None
    return {"step": steps.last.isoformat(), "units": float(units), "usual_units": usual}


def find_partial(activity: pl.DataFrame, timeline: Timeline) -> Partial | None:
    """Find the newest steps, if as many as make a silence, on which far fewer products sold than is usual.

    `activity` is ds, units, selling (how many products sold something), by step. None where nothing stands
    out.
    """
    frequency, days = timeline.frequency, timeline.days
    table = days.alias("ds").to_frame().join(activity, on="ds", how="left", maintain_order="left")
    selling: Floats = table["selling"].fill_null(0).to_numpy().astype(float)
    if len(selling) < 2 * frequency.short:
        return None
    usual = float(np.median(selling[-frequency.short - frequency.recent : -frequency.short]))
    before = np.concatenate([np.full(frequency.year, np.inf), selling])[: len(selling)]
    is_part = (selling < PART * usual) & (selling <= PART * before)
    count = len(is_part) if is_part.all() else int(is_part[::-1].argmin())
    count -= int((selling[len(selling) - count :] > 0).argmax()) if count else 0
    if usual < TELLING_SERIES or count < MISSING_STEPS[frequency.name]:
        return None
    mean = float(selling[-count:].mean())
    return {"since": days[-count].isoformat(), "steps": count, "products": mean, "usual_products": usual}


def find_first_day(steps: Steps) -> date:
    """Find the first day that tells which stores are late."""
    frequency = steps.frequency
    back = f"-{frequency.still + frequency.recent}{frequency.every[1:]}"
    first: date = pl.select(pl.lit(steps.last).dt.offset_by(back)).item()
    return first


def find_late_stores(sold: pl.DataFrame, steps: Steps) -> list[LateStore]:
    """Find the stores that sold often and then nothing, the longest silence first, NAMED at most.

    `sold` is name and ds, the days since `find_first_day` on which each store sold something. What was silent
    for longer than a product that is gone has closed.
    """
    frequency = steps.frequency
    step = frequency.start_of(pl.col("ds"), steps.anchor).alias("step")
    stores = sold.group_by("name").agg(pl.col("ds").max().alias("last_day"), step.unique().sort())
    late: list[LateStore] = []
    for name, last_day, known in stores.sort("last_day", "name").iter_rows():
        silent = frequency.between(known[-1], steps.last)
        often = sum(frequency.between(each, known[-1]) < frequency.recent for each in known)
        is_late = MISSING_STEPS[frequency.name] <= silent <= frequency.still
        if is_late and often >= OFTEN * frequency.recent:
            late.append({"name": name, "last_day": last_day.isoformat()})
    return late[:NAMED]
