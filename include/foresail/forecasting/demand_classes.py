"""Each series' demand class at an origin, and the scales that its errors are measured by.

The classes are Syntetos and Boylan's ("The accuracy of intermittent demand estimates", 2005): the mean
interval between steps with demand (ADI) against 1.32, the squared coefficient of variation of the demand on
those steps (CV2) against 0.49.
"""

from dataclasses import dataclass

import numpy as np

from foresail.forecasting.freaks import find_freaks
from foresail.forecasting.history import EVER, History

ADI_LIMIT = 1.32
CV2_LIMIT = 0.49
# A product is no longer sold when it has been still for longer than its frequency's `still`, and for far
# longer than it usually is.
STILL_INTERVALS = 10
SMOOTH, ERRATIC, INTERMITTENT, LUMPY = "smooth", "erratic", "intermittent", "lumpy"
NO_LONGER_SOLD, TOO_SHORT, NOT_YET = "no-longer-sold", "short", "not-yet"
CLASSES = (SMOOTH, ERRATIC, INTERMITTENT, LUMPY)
STILL = (NO_LONGER_SOLD, NOT_YET)
"""What is forecast as zero; no band is measured there."""


@dataclass(frozen=True)
class Description:
    """What is known of each series (n) at an origin; `level` and the scales are units a step."""

    demand_class: np.ndarray
    age: np.ndarray
    adi: np.ndarray
    cv2: np.ndarray
    level: np.ndarray
    peak: np.ndarray
    mase_scale: np.ndarray
    rmsse_scale: np.ndarray
    swing: np.ndarray
    """The usual change, from step to step and, once seasons can be compared, from season to season.

    A standing order never changes: its swing is as if one step of its history had missed its level.
    """
    freak: np.ndarray
    """The column of the one step that sold far more than any other; -1 where there is none."""

    @property
    def judged(self) -> np.ndarray:
        """Whether a series can be learnt from and forecast by a chosen method."""
        return np.isin(self.demand_class, CLASSES)


def describe(history: History, origin: int, standing: np.ndarray | bool = False) -> Description:
    """Classify every series from nothing after column `origin`; `standing` says which are standing orders."""
    panel, frequency = history.panel, history.panel.timeline.frequency
    rows = np.arange(len(panel.ids))
    columns = np.full(len(panel.ids), origin)
    age = history.age(rows, columns)
    sales = history.sales[rows, origin + 1]
    adi = np.where(sales > 0, np.maximum(age, 1) / np.maximum(sales, 1), np.inf)
    mean = history.sums[rows, origin + 1] / np.maximum(sales, 1)
    variance = history.squares[rows, origin + 1] / np.maximum(sales, 1) - mean**2
    cv2 = np.maximum(variance, 0) / np.where(mean**2 > 0, mean**2, 1)
    quiet = origin - history.last_sale[rows, origin]
    usual = (age - quiet) / np.maximum(sales, 1)
    still = (quiet > frequency.still) & (quiet > STILL_INTERVALS * usual)
    often, steady = adi < ADI_LIMIT, cv2 < CV2_LIMIT
    demand_class = np.select(
        [age <= 0, still, age < frequency.short, often & steady, often, steady],
        [NOT_YET, NO_LONGER_SOLD, TOO_SHORT, SMOOTH, ERRATIC, INTERMITTENT],
        LUMPY,
    )
    seasons = age - frequency.cycle
    by_season, by_step = history.seasonal_changes[:, origin + 1], history.squared_changes[:, origin + 1]
    seasonal = _change(by_season, seasons, history, rows, columns)
    stepwise = _change(by_step, age - 1, history, rows, columns, 2)
    values = panel.values[:, : origin + 1]
    freaks = find_freaks(values, sales)
    usual_seasonal, usual_stepwise = seasonal, stepwise
    if (freaks.columns >= 0).any():
        by_season = by_season - freaks.spare(values, panel.first, frequency.cycle, 1)
        by_step = by_step - freaks.spare(values, panel.first, 1, 2)
        usual_seasonal = _change(by_season, seasons, history, rows, columns)
        usual_stepwise = _change(by_step, age - 1, history, rows, columns, 2)
    swing = np.where(seasons >= frequency.short, np.sqrt(usual_stepwise * usual_seasonal), usual_stepwise)
    level = history.scale(rows, columns)
    return Description(
        demand_class,
        age,
        adi,
        cv2,
        level,
        values.max(axis=1, initial=0.0),
        seasonal,
        stepwise,
        np.where(standing, level / np.maximum(age, 1), swing),
        freaks.columns,
    )


def _change(
    total: np.ndarray,
    count: np.ndarray,
    history: History,
    rows: np.ndarray,
    columns: np.ndarray,
    power: int = 1,
) -> np.ndarray:
    """The mean change, of sums of changes ** power; the mean of the units where nothing ever changed."""
    mean = np.where(count > 0, np.maximum(total, 0) / np.maximum(count, 1), 0.0) ** (1 / power)
    return np.where(mean > 0, mean, history.mean(rows, columns, EVER))
