"""Each series' demand class at an origin, and the scales that its errors are measured by.

The classes are Syntetos and Boylan's ("The accuracy of intermittent demand estimates", 2005): the mean
interval between steps with demand (ADI) against 1.32, the squared coefficient of variation of the demand on
those steps (CV2) against 0.49.
"""

from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Bools, Floats, Ints, Texts
from foresail.forecasting.data.history import EVER, History
from foresail.forecasting.data.outliers import find_outliers
from foresail.forecasting.data.yearly_seasons import SEASONS_MAX, Seasons, find_seasons

ADI_LIMIT = 1.32
CV2_LIMIT = 0.49
# A product is no longer sold when it has been still for longer than its frequency's `still`, and for far
# longer than it usually is.
STILL_INTERVALS = 10
SMOOTH, ERRATIC, INTERMITTENT, LUMPY = "smooth", "erratic", "intermittent", "lumpy"
NO_LONGER_SOLD, TOO_SHORT, NOT_YET = "no-longer-sold", "short", "not-yet"
SEASONAL = "seasonal"
"""Sold in one part of the year only."""
CLASSES = (SMOOTH, ERRATIC, INTERMITTENT, LUMPY)
STILL = (NO_LONGER_SOLD, NOT_YET)
"""What is forecast as zero; no band is measured there."""
MEASURED = (*CLASSES, SEASONAL, TOO_SHORT)
"""What a backtest measures."""
EVERY_CLASS = "all"
"""The name of what holds for classes that are too small to have their own."""


@dataclass(frozen=True)
class Description:
    """What is known of each series (n) at an origin; `level`, `peak` and the scales are units a step."""

    demand_class: Texts
    age: Ints
    level: Floats
    peak: Floats
    mase_scale: Floats
    rmsse_scale: Floats
    swing: Floats
    """The usual change, from step to step and, once seasons can be compared, from season to season.

    Repeating demand never changes: its swing is as if one step of its history had missed its level.
    """
    outlier: Ints
    """The column of the one step that sold far more than any other; -1 where there is none."""
    missed: Bools
    """Which seasonal series did not sell in the newest year."""
    size: Floats
    """The mean units of a step with sales."""
    interval: Floats
    """The mean steps from one step with sales to the next (ADI)."""

    @property
    def is_measured(self) -> Bools:
        """Whether a backtest measures a series."""
        return np.isin(self.demand_class, MEASURED)


@dataclass(frozen=True)
class _Changes:
    """The mean change of each series from season to season, and from step to step."""

    seasonal: Floats
    stepwise: Floats


def describe(
    history: History,
    origin: int,
    repeating: Bools | np.bool_ | bool = False,
    seasons: Seasons | None = None,
) -> Description:
    """Classify every series from nothing after column `origin`; `repeating` says whose demand repeats.

    Level and swing of seasonal series are those of their seasons.
    """
    seasons = find_seasons(history, origin) if seasons is None else seasons
    is_seasonal = seasons.is_seasonal & ~np.asarray(repeating)
    panel, frequency = history.panel, history.panel.timeline.frequency
    rows, columns = np.arange(len(panel.ids)), np.full(len(panel.ids), origin)
    age, sales = history.age(rows, columns), history.sales[rows, origin + 1]
    values = panel.values[:, : origin + 1]
    outliers = find_outliers(values, sales)
    seasonal, stepwise = history.seasonal_changes[:, origin + 1], history.squared_changes[:, origin + 1]
    changes = usual = _measure_changes(history, rows, columns, seasonal, stepwise)
    if (outliers.columns >= 0).any():
        seasonal = seasonal - outliers.spare(values, panel.first, frequency.cycle, 1)
        stepwise = stepwise - outliers.spare(values, panel.first, 1, 2)
        usual = _measure_changes(history, rows, columns, seasonal, stepwise)
    has_seasons = age - frequency.cycle >= frequency.short
    swing = np.where(has_seasons, np.sqrt(usual.stepwise * usual.seasonal), usual.stepwise)
    level, swing = _of_seasons(history, origin, seasons, is_seasonal, swing)
    return Description(
        demand_class=np.where(is_seasonal, SEASONAL, _classify(history, origin)),
        age=age,
        level=level,
        peak=values.max(axis=1, initial=0.0),
        mase_scale=changes.seasonal,
        rmsse_scale=changes.stepwise,
        swing=np.where(repeating, level / np.maximum(age, 1), swing),
        size=history.sums[:, origin + 1] / np.maximum(sales, 1),
        interval=np.maximum(age, 1) / np.maximum(sales, 1),
        outlier=outliers.columns,
        missed=seasons.missed & is_seasonal,
    )


def _of_seasons(
    history: History, origin: int, seasons: Seasons, is_seasonal: Bools, swing: Floats
) -> tuple[Floats, Floats]:
    """The level of each series, and its swing; of seasonal ones both are those of their seasons.

    The size of a season is in doubt, too, which widens the swing.
    """
    rows, columns = np.arange(len(is_seasonal)), np.full(len(is_seasonal), origin)
    years = history.panel.timeline.frequency.year * SEASONS_MAX
    share = np.where(is_seasonal, seasons.share, 1.0)
    level = np.where(is_seasonal, history.mean(rows, columns, years) / share, history.scale(rows, columns))
    return level, swing / share + is_seasonal * seasons.doubt * level


def _classify(history: History, origin: int) -> Texts:
    frequency, rows = history.panel.timeline.frequency, np.arange(len(history.panel.ids))
    age = history.age(rows, np.full(len(rows), origin))
    sales = history.sales[rows, origin + 1]
    adi = np.where(sales > 0, np.maximum(age, 1) / np.maximum(sales, 1), np.inf)
    mean = history.sums[rows, origin + 1] / np.maximum(sales, 1)
    variance = history.squares[rows, origin + 1] / np.maximum(sales, 1) - mean**2
    cv2 = np.maximum(variance, 0) / np.where(mean**2 > 0, mean**2, 1)
    quiet = origin - history.last_sale[rows, origin]
    usual = (age - quiet) / np.maximum(sales, 1)
    still = (quiet > frequency.still) & (quiet > STILL_INTERVALS * usual)
    often, steady = adi < ADI_LIMIT, cv2 < CV2_LIMIT
    return np.select(
        [age <= 0, still, age < frequency.short, often & steady, often, steady],
        [NOT_YET, NO_LONGER_SOLD, TOO_SHORT, SMOOTH, ERRATIC, INTERMITTENT],
        LUMPY,
    )


def _measure_changes(
    history: History, rows: Ints, columns: Ints, seasonal: Floats, stepwise: Floats
) -> _Changes:
    """Average sums of changes; the mean of the units where nothing ever changed."""
    age = history.age(rows, columns)
    level = history.mean(rows, columns, EVER)

    def average(total: Floats, count: Ints, power: int) -> Floats:
        mean = np.where(count > 0, np.maximum(total, 0) / np.maximum(count, 1), 0.0) ** (1 / power)
        return np.where(mean > 0, mean, level)

    seasons = age - history.panel.timeline.frequency.cycle
    return _Changes(average(seasonal, seasons, 1), average(stepwise, age - 1, 2))
