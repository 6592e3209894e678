"""Many series as one table of numbers: a row a series, a column a step, the same columns in every shard."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.data.timeline import Timeline

FILL_SEASONS = 4


@dataclass(frozen=True)
class Panel:
    """Series side by side.

    `ids` (n) are sorted; `values` (n, length) are units a step, zero where nothing was sold and before
    `first` (n), the column of each series' first sale; `price` (n, length) is the newest price up to each
    step, NaN before any, or None where none is asked for.
    """

    timeline: Timeline
    ids: Ints
    values: Floats
    first: Ints
    price: Floats | None = None


def build_panel(demand: pl.DataFrame, timeline: Timeline) -> Panel:
    """Build a shard's panel: `demand` is unique_id, ds (first day of a step), y and, where known, price."""
    length = timeline.length
    columns = timeline.days
    place = pl.DataFrame({"ds": columns, "column": range(length)}, schema={"ds": pl.Date, "column": pl.Int64})
    started = demand.filter((pl.col("y") > 0) & (pl.col("ds") <= columns[-1]))
    series = started.group_by("unique_id").agg(pl.col("ds").min()).sort("unique_id")
    ids = series["unique_id"].to_numpy()
    numbered = pl.DataFrame({"unique_id": series["unique_id"], "row": range(len(ids))}).cast(
        {"row": pl.Int64}
    )
    sold = demand.join(place, on="ds").join(numbered, on="unique_id")
    values = np.zeros((len(ids), length))
    values[sold["row"].to_numpy(), sold["column"].to_numpy()] = np.maximum(sold["y"].to_numpy(), 0.0)
    first = series.join(place, on="ds", how="left", maintain_order="left")["column"].fill_null(0).to_numpy()
    _fill_missing(values, first, timeline)
    return Panel(timeline, ids, values, first, _prices(sold, values.shape))


def _fill_missing(values: Floats, first: Ints, timeline: Timeline) -> None:
    """Put the usual in the place of steps nothing was recorded in: the mean of the same phase before them."""
    season = timeline.frequency.season
    for column in timeline.missing:
        before = [column - season * back for back in range(1, FILL_SEASONS + 1) if column >= season * back]
        known = np.array([first <= at for at in before])
        total = sum(np.where(known[place], values[:, at], 0.0) for place, at in enumerate(before))
        counts = known.sum(axis=0) if before else 0
        usual = np.where(counts > 0, total / np.maximum(counts, 1), 0.0)
        values[:, column] = np.where(first <= column, usual, 0.0)


def _prices(sold: pl.DataFrame, shape: tuple[int, int]) -> Floats | None:
    if "price" not in sold.columns:
        return None
    priced = sold.filter(pl.col("price") > 0)
    price = np.full(shape, np.nan)
    price[priced["row"].to_numpy(), priced["column"].to_numpy()] = priced["price"].to_numpy()
    known = np.where(np.isnan(price), -1, np.arange(shape[1]))
    newest = np.maximum.accumulate(known, axis=1)
    rows = np.arange(shape[0])[:, None]
    return np.where(newest >= 0, price[rows, np.maximum(newest, 0)], np.nan)
