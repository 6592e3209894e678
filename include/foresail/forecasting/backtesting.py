"""Rolling-origin backtest: each window is forecast from nothing but the steps before it."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting import boosting
from foresail.forecasting.demand_classes import CLASSES, TOO_SHORT, Description, describe
from foresail.forecasting.exponential_smoothing import AUTO_ETS, forecast_ets, is_affordable
from foresail.forecasting.future import Future
from foresail.forecasting.history import History
from foresail.forecasting.local_methods import forecast_locally
from foresail.forecasting.panel import Timeline
from foresail.forecasting.standing import STANDING, go_on

REFERENCES = ("zero", "history_mean")
"""Always measured: what a method must beat to deserve its place."""
BASELINE = "seasonal_naive"
BOOSTED = "boosted"
METHODS = (
    *REFERENCES, BASELINE, "seasonal_mean", "recent_mean", "ses", "croston_sba", "tsb", "adida",
    "recent_mean_seasonal", "ses_seasonal", "tsb_seasonal", "ses_own", "theta", "damped_trend", AUTO_ETS,
    BOOSTED,
)  # fmt: skip
# A forecast above this multiple of the most ever sold in a step is a method that went wrong.
PEAK_MULTIPLE = 3.0
JUDGED = (*CLASSES, TOO_SHORT)
SCHEMA = {
    "unique_id": pl.Int64,
    "window": pl.Int32,
    "step": pl.Int32,
    "demand_class": pl.String,
    "level": pl.Float64,
    "mase_scale": pl.Float64,
    "rmsse_scale": pl.Float64,
    "swing": pl.Float64,
    "y": pl.Float64,
    STANDING: pl.Float64,
    **dict.fromkeys(METHODS, pl.Float64),
}


@dataclass(frozen=True)
class Windows:
    """Where the backtest cuts the timeline: windows of `steps`, window 1 the oldest, the last ends at now."""

    steps: int
    count: int
    length: int

    def origin(self, window: int) -> int:
        """The last column that is known in a window."""
        return self.length - 1 - self.steps * (self.count - window + 1)

    @property
    def numbers(self) -> list[int]:
        """The windows that have something before them."""
        return [window for window in range(1, self.count + 1) if self.origin(window) >= 0]


def cut_windows(timeline: Timeline, horizon: int, count: int) -> Windows:
    """Windows of the horizon, or shorter where the history of the whole data is."""
    return Windows(max(1, min(horizon, timeline.length // (2 * count))), count, timeline.length)


def forecast_all(
    history: History,
    future: Future,
    origin: int,
    horizon: int,
    model: bytes | None,
    learnt: int,
    *,
    wanted: Collection[str] = METHODS,
    local: dict[str, np.ndarray] | None = None,
) -> tuple[Description, dict[str, np.ndarray]]:
    """Describe every series and forecast it with every method, and as a STANDING order; NaN where one has no
    sane answer.

    A method that takes long is left out where it is not among the `wanted`; `local` is what the local methods
    give, where that is known.
    """
    values = forecast_locally(history, [origin], horizon)[0] if local is None else local
    standing = go_on(history, future, origin, horizon)
    known = describe(history, origin, np.isfinite(standing).any(axis=1))
    if AUTO_ETS in wanted and is_affordable(history):
        rows = np.flatnonzero(np.isin(known.demand_class, JUDGED))
        values = values | {AUTO_ETS: forecast_ets(history, origin, horizon, rows, values["ses_own"])}
    if model is not None:
        values = values | {BOOSTED: boosting.predict(model, history, future, origin, horizon, learnt)}
    nothing = np.full((len(known.age), horizon), np.nan)
    told = {name: _sane(values.get(name, nothing), known.peak) for name in METHODS}
    return known, {STANDING: standing, **told}


def _sane(values: np.ndarray, peak: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        usable = np.isfinite(values) & (values <= PEAK_MULTIPLE * peak[:, None])
        return np.where(usable, np.maximum(values, 0.0), np.nan)


def backtest(
    history: History, future: Future, windows: Windows, models: dict[int, bytes | None]
) -> pl.DataFrame:
    """Forecast every window with every method: SCHEMA, the actual y beside each method's forecast.

    `models` are the global models by window. The class, level and scales (units a step) are those of the
    window's origin. Series that were not yet sold, or no longer, are not judged there, nor are missing steps.
    """
    local = forecast_locally(history, [windows.origin(window) for window in windows.numbers], windows.steps)
    parts = [pl.DataFrame(schema=SCHEMA)]
    for window, found in zip(windows.numbers, local, strict=True):
        origin, steps = windows.origin(window), windows.steps
        model = models.get(window)
        known, values = forecast_all(history, future, origin, steps, model, steps, local=found)
        parts.append(_table(history, window, origin, steps, known, values))
    return pl.concat(parts).sort("unique_id", "window", "step")


def _table(
    history: History,
    window: int,
    origin: int,
    steps: int,
    known: Description,
    values: dict[str, np.ndarray],
) -> pl.DataFrame:
    panel = history.panel
    ahead = np.arange(origin + 1, origin + 1 + steps)
    recorded = ~np.isin(ahead, np.array(panel.timeline.missing, dtype=int))
    rows = np.flatnonzero(np.isin(known.demand_class, JUDGED) & (known.level > 0))
    count = int(recorded.sum())

    def each(values: np.ndarray) -> np.ndarray:
        return np.repeat(values[rows], count)

    def table(values: np.ndarray) -> np.ndarray:
        return values[rows][:, recorded].ravel()

    columns = {
        "unique_id": each(panel.ids),
        "window": np.full(len(rows) * count, window),
        "step": np.tile(np.arange(1, steps + 1)[recorded], len(rows)),
        "demand_class": each(known.demand_class).astype(object),
        "level": each(known.level),
        "mase_scale": each(known.mase_scale),
        "rmsse_scale": each(known.rmsse_scale),
        "swing": each(known.swing),
        "y": table(panel.values[:, origin + 1 : origin + 1 + steps]),
        **{name: table(values[name]) for name in (STANDING, *METHODS)},
    }
    frame = pl.DataFrame(columns, schema_overrides=SCHEMA)
    return frame.with_columns(pl.col(name).fill_nan(None) for name in (STANDING, *METHODS))
