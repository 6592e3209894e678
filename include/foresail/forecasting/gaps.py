"""Counts steps without a sale by what they are taken for: zero, a closed day, or data that was not sent."""

from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from foresail.forecasting.panel import Timeline


def count_gaps(timeline: Timeline, series: pl.DataFrame) -> dict[str, Any]:
    """What a training took for what, as plain data.

    `series` is first (the first step with a sale) and sold (on how many of the timeline's steps). Returns
    `steps` looked back on; of these `closed` (nothing was sold at all: zero) and `not_sent` (in a longer
    silence: filled, never taught) with their `spans`; `zeros`, the series' steps since their first sale that
    count as zero, of `series_steps`.
    """
    days = timeline.frequency.steps(timeline.first, timeline.length)
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
