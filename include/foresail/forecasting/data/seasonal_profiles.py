"""The season of the whole catalogue, for series that are too sparse to have one of their own."""

import numpy as np

from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.timeline import Timeline

# Half a year of weeks tells the week; the year needs two of itself.
WEEKS = 26
YEARS_MIN = 2
# A weekday is closed that nobody sold on in so many weeks, where on half of the other days somebody did.
CLOSED_WEEKS_MIN = 8


def seasonal_shares(timeline: Timeline, origin: int, horizon: int) -> Floats:
    """Find what part of an average step each of the steps after `origin` is (horizon), over all series.

    Daily: each weekday's median part of its week, so that no holiday and no outlier bends it. Weekly and
    monthly: the step's part of its year over what the newest steps are of theirs; ones before two years.
    """
    units = _recorded(timeline, origin)
    steps = np.arange(1, horizon + 1)
    if timeline.frequency.season > 1:
        return _week(units, timeline.frequency.season)[(steps - 1) % timeline.frequency.season]
    return _year(units, steps, timeline.frequency.year, timeline.frequency.recent)


def find_closed(timeline: Timeline, origin: int, horizon: int) -> Bools:
    """Find which of the steps after `origin` (horizon) are of a weekday that the newest weeks show closed."""
    season = timeline.frequency.season
    steps = np.arange(horizon) % season
    weeks = min(WEEKS, (origin + 1) // season)
    if season == 1 or weeks < CLOSED_WEEKS_MIN:
        return np.zeros(horizon, dtype=bool)
    table = _recorded(timeline, origin)[-weeks * season :].reshape(weeks, season)
    known, sold = np.isfinite(table), table > 0
    closed = (known.sum(axis=0) >= CLOSED_WEEKS_MIN) & ~sold.any(axis=0)
    others = ~closed & known
    is_closed: Bools = closed & (2 * sold.sum() >= others.sum()) & others.any()
    return is_closed[steps]


def _recorded(timeline: Timeline, origin: int) -> Floats:
    """What all series sold up to the origin; NaN where nothing was sent."""
    units, missing = np.array(timeline.units[: origin + 1]), np.array(timeline.missing, dtype=int)
    units[missing[missing <= origin]] = np.nan
    return units


def _week(units: Floats, season: int) -> Floats:
    weeks = min(WEEKS, len(units) // season)
    if weeks < 4 or not np.nansum(units[-weeks * season :]):
        return np.ones(season)
    table = units[-weeks * season :].reshape(weeks, season)
    whole = np.isfinite(table).all(axis=1) & (np.nan_to_num(table).sum(axis=1) > 0)
    if not whole.any():
        return np.ones(season)
    parts = np.median(table[whole] / table[whole].mean(axis=1, keepdims=True), axis=0)
    return parts / parts.mean() if parts.sum() else np.ones(season)


def _year(units: Floats, steps: Ints, year: int, recent: int) -> Floats:
    count = len(units) // year
    if count < YEARS_MIN:
        return np.ones(len(steps))
    table = units[-count * year :].reshape(count, year)
    totals = np.nansum(table, axis=1, keepdims=True)
    whole = (np.isfinite(table).all(axis=1)) & (totals[:, 0] > 0)
    if whole.sum() < YEARS_MIN:
        return np.ones(len(steps))
    parts = np.mean(table[whole] / totals[whole] * year, axis=0)
    now = parts[-recent:].mean()
    return parts[(steps - 1) % year] / now if now > 0 else np.ones(len(steps))
