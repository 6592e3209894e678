"""Finds the short peaks and lows of the year, as before Christmas, in what the whole catalogue sold.

One earlier year is enough: what lies far above, or below, the weeks around it and is over again comes back,
as much for each product as it was for that product. Broad seasons are left to the methods.
"""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.timeline import Timeline

HALF_WIDTH = {"day": 13, "week": 13, "month": 6}
"""A peak is compared with so many weeks (months) before and after it."""
YEARS_MAX = 3
"""With so many years the methods know the year better themselves."""
HIGH, LOW = 1.35, 0.65
"""What part of the median around it a peak is at least, and a low at most."""


def phase_of(timeline: Timeline, column: int) -> int:
    """Number the part of the year that a column lies in: by the day and the week a week, else a month."""
    season = timeline.frequency.season
    return int(column // season % (timeline.frequency.year // season))


def find_peaks(timeline: Timeline, end: int) -> tuple[int, ...]:
    """Find the parts of the year (phase_of) with a peak or a low that was over by the column `end`."""
    season, half = timeline.frequency.season, HALF_WIDTH[timeline.frequency.name]
    if end + 1 >= YEARS_MAX * timeline.frequency.year:
        return ()
    count = (end + 1) // season
    parts = _whole(timeline)[: count * season].reshape(count, season).sum(axis=1)
    found = set()
    for place in range(half, count - half):
        around = float(np.nanmedian(parts[place - half : place + half + 1]))
        if around > 0 and not LOW * around < parts[place] < HIGH * around and np.isfinite(parts[place]):
            found.add(phase_of(timeline, place * season))
    return tuple(sorted(found))


def _whole(timeline: Timeline) -> Floats:
    """What all series sold by column; NaN where nothing was sent."""
    units = np.array(timeline.units)
    units[np.array(timeline.missing, dtype=int)] = np.nan
    return units
