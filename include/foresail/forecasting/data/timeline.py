"""The columns that all shards share, and which of them are data that was not sent."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict, cast

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Ints
from foresail.forecasting.data.periods import FREQUENCIES, Frequency

# A step without any sale is told from a quiet one where at least this many series sell on a usual step.
TELLING_SERIES = 5.0
# Silence this long, in steps, over the whole catalogue is data that was not sent; shorter, a closed shop.
MISSING_STEPS = {"day": 7, "week": 2, "month": 1}


class TimelineRecord(TypedDict):
    """A timeline as it is stored."""

    frequency: str
    anchor: int
    first: str
    length: int
    missing: list[int]
    units: list[float]


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

    @property
    def as_of(self) -> date:
        """The first day of the last step with data."""
        return cast(date, self.frequency.steps(self.first, self.length)[-1])

    @property
    def days(self) -> pl.Series:
        """The first day of each column."""
        return self.frequency.steps(self.first, self.length)

    def days_ahead(self, horizon: int) -> pl.Series:
        """List the first days of the steps after the last column."""
        return self.frequency.steps(self.first, self.length + horizon)[-horizon:]

    def to_json(self) -> TimelineRecord:
        """Give plain data."""
        return {
            "frequency": self.frequency.name,
            "anchor": self.anchor,
            "first": self.first.isoformat(),
            "length": self.length,
            "missing": list(self.missing),
            "units": list(self.units),
        }

    @classmethod
    def from_json(cls, content: TimelineRecord) -> "Timeline":
        """Read plain data."""
        return cls(
            FREQUENCIES[content["frequency"]],
            content["anchor"],
            date.fromisoformat(content["first"]),
            content["length"],
            tuple(content["missing"]),
            tuple(content["units"]),
        )


def draw_timeline(activity: pl.DataFrame, as_of: date, frequency: Frequency, anchor: int) -> Timeline:
    """Draw the columns from the first sale (or the most that is looked back on) to the last whole step.

    `activity` is ds, units, selling (how many series sold something), over all series, by step.
    """
    sold = activity.filter((pl.col("units") > 0) & (pl.col("ds") <= as_of))
    first = cast(date, sold["ds"].min())
    length = frequency.between(first, as_of) + 1
    if length > frequency.history:
        first = frequency.steps(first, length)[length - frequency.history]
        length = frequency.history
    columns = frequency.steps(first, length).alias("ds").to_frame()
    table = columns.join(sold, on="ds", how="left", maintain_order="left")
    missing = find_missing(table["selling"].fill_null(0).to_numpy(), frequency)
    return Timeline(frequency, anchor, first, length, missing, tuple(table["units"].fill_null(0.0)))


def find_missing(selling: Ints, frequency: Frequency) -> tuple[int, ...]:
    """Find the columns of silences too long to be closed days, in a catalogue that usually sells."""
    open_steps = selling[selling > 0]
    if open_steps.size == 0 or np.median(open_steps) < TELLING_SERIES:
        return ()
    silent = np.concatenate([[False], selling == 0, [False]])
    edges = np.flatnonzero(silent[1:] != silent[:-1])
    runs = zip(edges[::2], edges[1::2], strict=True)
    longest = MISSING_STEPS[frequency.name]
    return tuple(int(column) for start, end in runs if end - start >= longest for column in range(start, end))
