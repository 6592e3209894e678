"""Tells what of the newest sales seems not to have been sent yet: it counts as zero until it is.

A file of one product, or of one store, makes the newest step of all: of the others nothing was sold by then.
Only people know whether they were closed, or have not sent theirs.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from foresail.forecasting.frequency import Frequency
from foresail.forecasting.panel import MISSING_STEPS, TELLING_SERIES, Timeline

# A step is in part when less than this part of the usual products, or units, were sold on it.
PART = 0.25
# A store is late that was silent for so long and sold on half of the steps before; not one that has closed.
OFTEN = 0.5
DAYS = {"day": 1, "week": 7, "month": 31}
NAMED = 20


def find_partial(activity: pl.DataFrame, timeline: Timeline) -> dict[str, Any] | None:
    """The newest steps, if as many as make a silence, on which far less was sold than is usual.

    `activity` is ds, units, selling (how many products sold something), by step. Returns as plain data
    `since` (the first of them on which anything was sold), `steps`, and per step the mean `products` and
    `units` of these and, as `usual_products` and `usual_units`, the medians of those before; None where
    nothing stands out.
    """
    frequency = timeline.frequency
    days = frequency.steps(timeline.first, timeline.length)
    table = days.alias("ds").to_frame().join(activity, on="ds", how="left", maintain_order="left")
    sold = table.select("selling", "units").fill_null(0).to_numpy().astype(float)
    if len(sold) < 2 * frequency.short:
        return None
    usual = np.median(sold[-frequency.short - frequency.recent : -frequency.short], axis=0, keepdims=True)
    if usual[0, 0] < TELLING_SERIES:
        return None
    is_part = (sold < PART * usual).any(axis=1)
    count = len(is_part) if is_part.all() else int(is_part[::-1].argmin())
    count -= int((sold[len(sold) - count :, 0] > 0).argmax()) if count else 0
    if count < MISSING_STEPS[frequency.name]:
        return None
    products, units = sold[-count:].mean(axis=0)
    return {
        "since": days[-count].isoformat(),
        "steps": count,
        "products": float(products),
        "usual_products": float(usual[0, 0]),
        "units": float(units),
        "usual_units": float(usual[0, 1]),
    }


def looked_back_on(frequency: Frequency, last: date) -> date:
    """The first day that tells which stores are late, where `last` is the first day of the newest step."""
    return last - timedelta(days=DAYS[frequency.name] * (frequency.still + frequency.recent))


def find_late_stores(sold: pl.DataFrame, frequency: Frequency, last: date) -> list[dict[str, str]]:
    """The stores that sold often and then nothing, the longest silence first, NAMED at most.

    `sold` is name and ds, the days since `looked_back_on` on which each store sold something. Returns name
    and last_day (ISO) as plain data. What was silent for longer than a product that is gone has closed.
    """
    length = DAYS[frequency.name]
    silence = (pl.lit(last) - pl.col("last_day")).dt.total_days()
    recent = pl.col("ds") > pl.col("ds").max() - pl.duration(days=length * frequency.recent)
    stores = sold.group_by("name").agg(pl.col("ds").max().alias("last_day"), recent.sum().alias("days"))
    late = stores.filter(
        pl.col("days") >= OFTEN * frequency.recent,
        silence >= length * MISSING_STEPS[frequency.name],
        silence <= length * frequency.still,
    )
    named = late.sort("last_day", "name").head(NAMED)
    return named.select("name", pl.col("last_day").cast(pl.String)).to_dicts()
