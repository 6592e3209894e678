"""Drift of what is sold: level, share of products without a sale, price, product mix, missing days.

Each day is held against the same weekday of the eight weeks that ended two weeks before it, and what is left
over is added up (`cusum`). A change counts for as long as it lasts: one odd day finds nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from foresail.monitoring.drift.cusum import Change, Floats, find_changes

Flags = npt.NDArray[np.bool_]

WEEK = 7
LAGS = tuple(range(2, 10))
"""How many weeks back a day's reference lies."""
WATCHED = 42
DAYS_READ = WATCHED + WEEK * (LAGS[-1] + 1)
"""How many days of sales a look takes, the newest of which are watched."""
LIMIT, LIMIT_MIN = 9.0, 5.0
"""What has to add up where a day's allowance is one spread, and at least. The odds of a false alarm fall by
exp(-2 x allowance x limit) (Montgomery), so what allows more needs less."""
SHIFT = 0.3
"""The change of level that is to be found; half of it is allowed for."""
SHIFT_OF_SHARE = 0.1
"""The same of shares: of products without a sale, of the mix, of prices."""
SHIFT_SEEN = 0.75
"""How much of the change the days since must show, held against the two weeks before it."""
UNITS_MIN, SHARE_OF_DAYS_MIN, SPREAD_MAX = 5.0, 0.75, 0.3
"""What a product sells a day, on what share of days, and how far single days lie from it as a share, where
its level is watched by itself: of others no test tells a third more or less within weeks."""
MISSING_MIN = 2
WEEKS_OF_YEAR_READ = DAYS_READ // WEEK + 1
"""How many weeks of the year before are held against each other: those of DAYS_READ, and the one after."""
YEAR = 52 * WEEK
SEASON_USUAL = 0.1
"""How far a year moves the level of a product from the eight weeks before: what last year says beyond its own
chance counts, as far as this makes it likely."""
TREND_USUAL = 0.015
"""The same of the change from week to week, where last year is not known."""
ALLOWANCE_MAX = 2.0
"""So that a day that is off by the whole change counts as much beyond it, in the steadiest series, too."""


@dataclass(frozen=True)
class Drift:
    """What has changed: `product_id` 0 is all products; `size` is relative, of shares the difference."""

    signal: str
    product_id: int
    since: date
    found_on: date
    size: float


def find_drifts(sold: pl.DataFrame, newest: date, last_year: pl.DataFrame | None = None) -> list[Drift]:
    """The changes in daily sales (product_id, ds, y, price; units) that the newest six weeks show.

    `last_year` has what was sold in the WEEKS_OF_YEAR_READ weeks a year before (product_id, week from 0,
    y): what changed then is expected to change again. Empty where there is no more than the reference of
    the first of these days.
    """
    first = newest - timedelta(days=DAYS_READ - 1)
    kept = sold.filter(pl.col("ds").is_between(first, newest) & (pl.col("y") > 0))
    oldest = kept.select(pl.col("ds").min()).item()
    if oldest is None or oldest > newest - timedelta(days=WATCHED + WEEK * (LAGS[0] + 1)):
        return []
    ids = kept["product_id"].unique().sort().to_numpy()
    column = np.searchsorted(ids, kept["product_id"].to_numpy())
    row = (kept["ds"] - first).dt.total_days().to_numpy()
    units, prices = np.zeros((DAYS_READ, len(ids))), np.full((DAYS_READ, len(ids)), np.nan)
    units[row, column] = kept["y"].to_numpy()
    prices[row, column] = kept["price"].to_numpy()
    closed = units.sum(axis=1) == 0
    days = [first + timedelta(days=number) for number in range(DAYS_READ)]
    return [
        *_of_catalogue(units, prices, closed, days),
        *_of_products(units, closed, days, ids, _of_year(last_year, ids)),
        *_missing(closed, days),
    ]


def _of_catalogue(units: Floats, prices: Floats, closed: Flags, days: list[date]) -> Iterator[Drift]:
    total = units.sum(axis=1)
    reference = slice(0, DAYS_READ - WATCHED - WEEK)
    usual = units[reference].sum(axis=0)
    active = usual > 0
    signals = {
        "level": (total, SHIFT, True),
        "zeros": ((units[:, active] == 0).mean(axis=1), SHIFT_OF_SHARE, False),
        "mix": (_mix(units, usual), SHIFT_OF_SHARE, False),
        "price": (_prices(units, prices, reference), SHIFT_OF_SHARE, False),
    }
    for name, (values, shift, is_relative) in signals.items():
        series = np.where(closed, np.nan, values)[:, None]
        for change, size in _changes(series, shift, is_relative):
            yield Drift(name, 0, days[change.began], days[change.found], size)


def _mix(units: Floats, usual: Floats) -> Floats:
    """How much of each day's units would have to be other products' for the usual mix: 0 to 1."""
    smooth = np.array([units[max(0, day - WEEK + 1) : day + 1].sum(axis=0) for day in range(len(units))])
    with np.errstate(invalid="ignore"):
        return np.abs(smooth / smooth.sum(axis=1, keepdims=True) - usual / usual.sum()).sum(axis=1) / 2


def _prices(units: Floats, prices: Floats, reference: slice) -> Floats:
    """How far each day's prices lie from what the same products usually cost: the log, weighted by units."""
    known = ~np.isnan(prices[reference]).all(axis=0)
    usual = np.full(prices.shape[1], np.nan)
    usual[known] = np.nanmedian(prices[reference][:, known], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.log(prices / usual)
    weights = np.where(np.isfinite(apart), units, 0.0)
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(apart), apart * weights, 0.0).sum(axis=1) / weights.sum(axis=1)


def _of_year(last_year: pl.DataFrame | None, ids: npt.NDArray[np.int64]) -> Floats:
    """What each product sold in the weeks of last year: (weeks, products)."""
    units = np.zeros((WEEKS_OF_YEAR_READ, len(ids)))
    if last_year is not None:
        held = last_year.filter(pl.col("product_id").is_in(ids.tolist()))
        column = np.searchsorted(ids, held["product_id"].to_numpy())
        units[held["week"].to_numpy(), column] = held["y"].to_numpy()
    return units


def _season(year: Floats, scatter: Floats) -> Floats:
    """How much more each watched day was to be expected than its reference, by last year: (days, products).

    A week and its neighbours are held against the weeks of the reference; what chance would make of so
    many units (`scatter` times their square root) is taken off. One where last year sold nothing.
    """
    factors = []
    for week in range((DAYS_READ - WATCHED) // WEEK, DAYS_READ // WEEK):
        then = year[week - 1 : week + 2]
        before = year[week - LAGS[-1] : week - LAGS[0] + 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = np.log(then.mean(axis=0) / before.mean(axis=0))
            chance = scatter * (1 / then.sum(axis=0) + 1 / before.sum(axis=0))
            likely = moved * SEASON_USUAL**2 / (SEASON_USUAL**2 + chance)
        factors += [np.exp(np.where(np.isfinite(likely), likely, 0.0))] * WEEK
    return np.array(factors)


def _trend(series: Floats, scatter: Floats) -> Floats:
    """How much more each watched day was to be expected than its reference, by its trend: (days, products).

    The slope of the logarithm over the eight weeks; what chance makes of it is taken off.
    """
    units, lags = np.nan_to_num(series), np.array(LAGS[::-1])
    apart = lags.mean() - lags
    factors = []
    for day in range(DAYS_READ - WATCHED, DAYS_READ):
        ends = [day - WEEK * lag + WEEK // 2 + 1 for lag in lags]
        weeks = np.array([units[end - WEEK : end].sum(axis=0) for end in ends])
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (apart[:, None] * np.log(weeks)).sum(axis=0) / (apart**2).sum()
            chance = scatter / weeks.mean(axis=0) / (apart**2).sum()
            likely = slope * TREND_USUAL**2 / (TREND_USUAL**2 + chance) * lags.mean()
        factors.append(np.exp(np.where(np.isfinite(likely), likely, 0.0)))
    return np.array(factors)


def _of_products(
    units: Floats, closed: Flags, days: list[date], ids: npt.NDArray[np.int64], year: Floats
) -> Iterator[Drift]:
    """The level of each product that sells enough, and on most days, to be watched by itself."""
    reference = units[: DAYS_READ - WATCHED][~closed[: DAYS_READ - WATCHED]]
    if not len(reference):
        return
    often = (reference > 0).mean(axis=0) >= SHARE_OF_DAYS_MIN
    wanted = np.flatnonzero(often & (reference.mean(axis=0) >= UNITS_MIN))
    series = np.where(closed[:, None], np.nan, units[:, wanted])
    usual, spread = _reference(series, DAYS_READ - WATCHED)
    level = np.nanmean(usual, axis=0)
    steady = np.flatnonzero(spread[0] <= SPREAD_MAX * level)
    scatter = np.maximum(spread[0] ** 2 / np.maximum(level, UNITS_MIN), 1.0)
    is_known = (year[:, wanted] > 0).all(axis=0)
    season = np.where(is_known, _season(year[:, wanted], scatter), _trend(series, scatter))[:, steady]
    for change, size in _changes(series[:, steady], SHIFT, is_relative=True, season=season):
        number = int(ids[wanted[steady[change.series]]])
        yield Drift("level", number, days[change.began], days[change.found], size)


def _changes(
    series: Floats, shift: float, is_relative: bool, season: Floats | float = 1.0
) -> Iterator[tuple[Change, float]]:
    """The changes of series (days, series) in the watched days, row numbers among all days; their size.

    The reference of each watched day is multiplied by `season`.
    """
    start = DAYS_READ - WATCHED
    usual, spread = _reference(series, start)
    usual = usual * season
    half = shift / 2 * (np.abs(usual) if is_relative else np.ones_like(usual))
    spread = np.maximum(spread, half / ALLOWANCE_MAX)
    if is_relative:
        spread = np.maximum(spread, np.sqrt(np.maximum(usual, 1.0)))
    apart = series - np.vstack([_before(series, start), usual])
    unit = np.nanmean(np.abs(usual), axis=0) if is_relative else np.ones(series.shape[1])
    allowance = np.maximum(half / spread, 1.0)
    limit = np.maximum(LIMIT / np.nanmedian(allowance, axis=0), LIMIT_MIN)

    def size(change: Change) -> float:
        """How much more the days since are than the two weeks before: a slow season is no change of level."""
        at = start + change.began
        since = np.nanmean(apart[at : start + change.found + 1, change.series])
        before = np.nanmean(apart[at - 2 * WEEK : at, change.series])
        return float((since - before) / unit[change.series])

    def is_lasting(change: Change) -> bool:
        return size(change) * change.direction >= shift * SHIFT_SEEN

    for change in find_changes(apart[start:] / spread, allowance, limit, is_lasting):
        placed = Change(change.series, start + change.began, start + change.found, change.direction)
        yield placed, size(change)


def _before(series: Floats, start: int) -> Floats:
    """What is usual on the days before the watched ones: what is on their weekday, as far as it is known."""
    return np.vstack([_nanmean(series[day % WEEK : start : WEEK])[None] for day in range(start)])


def _reference(series: Floats, start: int) -> tuple[Floats, Floats]:
    """What is usual on each watched day, by the weekday of eight weeks, and how far single days lie off."""
    with np.errstate(all="ignore"):
        usual = np.full((WATCHED, series.shape[1]), np.nan)
        apart = []
        for day in range(start, len(series)):
            same = series[[day - WEEK * lag for lag in LAGS]]
            usual[day - start] = _nanmean(same)
        for day in range(WEEK * len(LAGS)):
            week = np.arange(day % WEEK, WEEK * len(LAGS), WEEK)
            apart.append(series[day] - _nanmean(series[week]))
        kept = np.array(apart)
        count = np.maximum((~np.isnan(kept)).sum(axis=0), 1)
        lost = len(LAGS) / (len(LAGS) - 1)
        spread = np.sqrt(np.nansum(kept**2, axis=0) / count * lost * (1 + 1 / len(LAGS)))
    return usual, np.broadcast_to(spread, usual.shape)


def _nanmean(rows: Floats) -> Floats:
    known = ~np.isnan(rows)
    return np.where(known, rows, 0.0).sum(axis=0) / np.where(known.any(axis=0), known.sum(axis=0), np.nan)


def _missing(closed: Flags, days: list[date]) -> Iterator[Drift]:
    """Days of the newest week without any sale, on weekdays that always have some: two or more."""
    newest = len(days) - 1
    gone = [
        day
        for day in range(newest - WEEK + 1, newest + 1)
        if closed[day] and not any(closed[day - WEEK * lag] for lag in LAGS)
    ]
    if len(gone) >= MISSING_MIN:
        yield Drift("missing days", 0, days[gone[0]], days[newest], float(len(gone)))
