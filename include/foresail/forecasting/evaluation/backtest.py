"""Rolling-origin backtest: each window is forecast from nothing but the steps before it."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.covariates.usual_sales import find_usual_sales, group_by_peaks
from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.history import History
from foresail.forecasting.evaluation.windows import Windows
from foresail.forecasting.methods.running import COLUMNS, forecast_all
from foresail.forecasting.methods.shared.view import Origins, View

MEASURES = ("level", "mase_scale", "rmsse_scale", "swing", "size", "interval")
"""What is known of a series at the origin, by the names of demand_classes.Description."""
SCHEMA: dict[str, type[pl.DataType]] = {
    "unique_id": pl.Int64,
    "window": pl.Int32,
    "step": pl.Int32,
    "demand_class": pl.String,
    **dict.fromkeys(MEASURES, pl.Float64),
    "y": pl.Float64,
    **dict.fromkeys(COLUMNS, pl.Float64),
}


def backtest(
    history: History,
    future: FutureCovariates,
    windows: Windows,
    models: Mapping[int, bytes | None],
    foundation: bytes | None = None,
) -> pl.DataFrame:
    """Forecast every window with every method: SCHEMA, the actual y beside each method's forecast.

    `models` are the global models by window, `foundation` the weights of a foundation model. The class, level
    and scales (units a step) are those of the window's origin. Series that were not yet sold, or no longer,
    are not measured there, nor missing steps.
    """
    steps = windows.steps
    numbers = {windows.origin(window): window for window in windows.numbers}
    parts = [pl.DataFrame(schema=SCHEMA)]
    for columns, told in group_by_peaks(history, future, list(numbers)):
        origins = Origins(history, columns, find_usual_sales(history, told, columns, steps))
        for column in columns:
            window = numbers[column]
            view = View(origins, told, column, steps, models.get(window), steps, foundation)
            parts.append(_table(view, window, forecast_all(view)))
    return pl.concat(parts).sort("unique_id", "window", "step")


def _table(view: View, window: int, values: dict[str, Floats]) -> pl.DataFrame:
    panel, known = view.history.panel, view.description
    ahead = np.arange(view.origin + 1, view.origin + 1 + view.horizon)
    recorded = ~np.isin(ahead, np.array(panel.timeline.missing, dtype=int))
    rows = np.flatnonzero(known.is_measured & (known.level > 0))
    count = int(recorded.sum())
    each = {"unique_id": panel.ids, "demand_class": known.demand_class.astype(object)}
    each |= {name: getattr(known, name) for name in MEASURES if name != "swing"}
    tables = {"y": panel.values[:, ahead], "swing": view.swing} | {name: values[name] for name in COLUMNS}
    columns = {
        "window": np.full(len(rows) * count, window),
        "step": np.tile(np.arange(1, view.horizon + 1)[recorded], len(rows)),
        **{name: np.repeat(column[rows], count) for name, column in each.items()},
        **{name: table[rows][:, recorded].ravel() for name, table in tables.items()},
    }
    frame = pl.DataFrame({name: columns[name] for name in SCHEMA}, schema_overrides=SCHEMA)
    return frame.with_columns(pl.col(name).fill_nan(None) for name in COLUMNS)
