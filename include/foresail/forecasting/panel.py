"""Many series as one table of numbers: a row a series, a column a step, the same columns in every shard."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from foresail.forecasting.frequency import FREQUENCIES, Frequency

# A step without any sale is told from a quiet one where at least this many series sell on a usual step.
TELLING_SERIES = 5.0
# Silence this long, in steps, over the whole catalogue is data that was not sent; shorter, a closed shop.
MISSING_STEPS = {"day": 7, "week": 2, "month": 1}
FILL_SEASONS = 4


@dataclass(frozen=True)
class Timeline:
    """What all shards share: the columns of the panel and which of them are missing data.

    `first` is the first day of column 0, `length` the number of columns up to the as-of step, `missing` the
    columns in which the whole catalogue was silent for so long that nothing was recorded, `units` (length)
    what all series together sold.
    """

    frequency: Frequency
    anchor: int
    first: date
    length: int
    missing: tuple[int, ...]
    units: tuple[float, ...]

    def to_json(self) -> dict:
        """As plain data."""
        return {
            "frequency": self.frequency.name,
            "anchor": self.anchor,
            "first": self.first.isoformat(),
            "length": self.length,
            "missing": list(self.missing),
            "units": list(self.units),
        }

    @classmethod
    def from_json(cls, content: dict) -> "Timeline":
        """From plain data."""
        return cls(
            FREQUENCIES[content["frequency"]],
            content["anchor"],
            date.fromisoformat(content["first"]),
            content["length"],
            tuple(content["missing"]),
            tuple(content["units"]),
        )


@dataclass(frozen=True)
class Panel:
    """Series side by side.

    `ids` (n) are sorted; `values` (n, length) are units a step, zero where nothing was sold and before
    `first` (n), the column of each series' first sale; `price` (n, length) is the newest price up to each
    step, NaN before any, or None where none is asked for.
    """

    timeline: Timeline
    ids: np.ndarray
    values: np.ndarray
    first: np.ndarray
    price: np.ndarray | None = None


def draw_timeline(activity: pl.DataFrame, as_of: date, frequency: Frequency, anchor: int) -> Timeline:
    """The columns from the first sale (or the most that is looked back on) to the last whole step.

    `activity` is ds, units, selling (how many series sold something), over all series, by step.
    """
    sold = activity.filter((pl.col("units") > 0) & (pl.col("ds") <= as_of))
    last = as_of
    first = sold["ds"].min()
    length = frequency.between(first, last) + 1
    if length > frequency.history:
        first = frequency.steps(first, length)[length - frequency.history]
        length = frequency.history
    columns = frequency.steps(first, length).alias("ds").to_frame()
    table = columns.join(sold, on="ds", how="left", maintain_order="left")
    missing = find_missing(table["selling"].fill_null(0).to_numpy(), frequency)
    return Timeline(frequency, anchor, first, length, missing, tuple(table["units"].fill_null(0.0)))


def find_missing(selling: np.ndarray, frequency: Frequency) -> tuple[int, ...]:
    """The columns of silences too long to be closed days, in a catalogue that usually sells."""
    open_steps = selling[selling > 0]
    if open_steps.size == 0 or np.median(open_steps) < TELLING_SERIES:
        return ()
    silent = np.concatenate([[False], selling == 0, [False]])
    edges = np.flatnonzero(silent[1:] != silent[:-1])
    runs = zip(edges[::2], edges[1::2], strict=True)
    longest = MISSING_STEPS[frequency.name]
    return tuple(int(column) for start, end in runs if end - start >= longest for column in range(start, end))


def build_panel(demand: pl.DataFrame, timeline: Timeline) -> Panel:
    """The panel of a shard: `demand` is unique_id, ds (first day of a step), y and, where known, price."""
    frequency, length = timeline.frequency, timeline.length
    columns = frequency.steps(timeline.first, length)
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


def _fill_missing(values: np.ndarray, first: np.ndarray, timeline: Timeline) -> None:
    """Put the usual in the place of steps nothing was recorded in: the mean of the same phase before them."""
    season = timeline.frequency.season
    for column in timeline.missing:
        before = [column - season * back for back in range(1, FILL_SEASONS + 1) if column >= season * back]
        known = np.array([first <= at for at in before])
        total = sum(np.where(known[place], values[:, at], 0.0) for place, at in enumerate(before))
        counts = known.sum(axis=0) if before else 0
        usual = np.where(counts > 0, total / np.maximum(counts, 1), 0.0)
        values[:, column] = np.where(first <= column, usual, 0.0)


def _prices(sold: pl.DataFrame, shape: tuple[int, int]) -> np.ndarray | None:
    if "price" not in sold.columns:
        return None
    priced = sold.filter(pl.col("price") > 0)
    price = np.full(shape, np.nan)
    price[priced["row"].to_numpy(), priced["column"].to_numpy()] = priced["price"].to_numpy()
    known = np.where(np.isnan(price), -1, np.arange(shape[1]))
    newest = np.maximum.accumulate(known, axis=1)
    rows = np.arange(shape[0])[:, None]
    return np.where(newest >= 0, price[rows, np.maximum(newest, 0)], np.nan)
