"""Counts steps without a sale by what they are taken for: zero, a closed day, or data that was not sent."""

from itertools import groupby
from typing import TypedDict

import numpy as np
import polars as pl

from foresail.forecasting.data.timeline import Timeline


class Gaps(TypedDict):
    """What a training took for what.

    Of the `steps` that are looked back on `closed` ones sold nothing at all (zero), and ones `not_sent` lie
    in longer silences, the `spans` (first and last day, ISO): filled, never learned from. Of `series_steps`,
    the series' steps since their first sale, `zeros` count as zero.
    """

    steps: int
    closed: int
    not_sent: int
    spans: list[list[str]]
    zeros: int
    series_steps: int


def count_gaps(timeline: Timeline, series: pl.DataFrame) -> Gaps:
    """Count what steps without a sale were taken for.

    `series` is first (the first step with a sale) and sold (on how many of the timeline's steps).
    """
    days = timeline.days
    place = {day: column for column, day in enumerate(days)}
    first = np.array([place.get(day, 0) for day in series["first"]], dtype=int)
    missing = np.isin(np.arange(timeline.length), np.array(timeline.missing, dtype=int))
    known = np.append(np.cumsum(~missing[::-1])[::-1], 0)[first]
    silent = (np.array(timeline.units) <= 0) & ~missing
    return {
        "steps": timeline.length,
        "closed": int(silent.sum()),
        "not_sent": len(timeline.missing),
        "spans": [
            [days[start].isoformat(), days[end].isoformat()] for start, end in _spans(timeline.missing)
        ],
        "zeros": int(known.sum() - series["sold"].sum()),
        "series_steps": int(known.sum()),
    }


def _spans(columns: tuple[int, ...]) -> list[tuple[int, int]]:
    """The first and the last of each unbroken row of columns."""
    runs = groupby(enumerate(columns), lambda pair: pair[1] - pair[0])
    return [(run[0][1], run[-1][1]) for run in (list(group) for _, group in runs)]
