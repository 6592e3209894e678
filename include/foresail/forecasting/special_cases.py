"""What is forecast otherwise than recipes say: missed seasons, order rhythms, closed days, ends."""

import numpy as np
import polars as pl

from foresail.forecasting.artifact import Model
from foresail.forecasting.data.demand_classes import STILL
from foresail.forecasting.data.seasonal_profiles import find_closed
from foresail.forecasting.evaluation import intervals
from foresail.forecasting.methods.shared.view import View
from foresail.quantiles import LEVELS, NAMES, NUMBERS


def doubt_missed(rows: pl.DataFrame, view: View, model: Model) -> pl.DataFrame:
    """Give what missed its newest season the quantiles of an even chance: nothing, or a season as before."""
    missed = view.history.panel.ids[view.description.missed]
    at = pl.col("product_id").is_in(missed.tolist())
    if not len(missed):
        return rows
    back = rows.filter(at).with_columns(2 * pl.col("chosen"))
    whole = intervals.add_quantiles(back, model.calibration.pools).select(NAMES).to_numpy()
    levels = np.clip(2 * np.array(LEVELS) - 1, 0.0, 1.0)
    mixed = np.stack([np.interp(levels, [0.0, *LEVELS], [0.0, *own]) for own in whole])
    doubted = rows.filter(at).with_columns(
        pl.Series(name, mixed[:, place]) for place, name in enumerate(NAMES)
    )
    return pl.concat([rows.filter(~at), doubted]).sort("product_id", "step")


def spread_orders(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Give orders that keep to a calendar the spread of their own sizes, and the other steps nothing."""
    if not view.rhythms:
        return rows
    values = rows.select(NAMES).to_numpy().reshape(view.count, view.horizon, len(NAMES)).copy()
    for row, rhythm in view.rhythms.items():
        values[row] = 0.0
        values[row, rhythm.due] = [rhythm.quantile(level) for level in LEVELS]
    flat = values.reshape(rows.height, len(NAMES))
    return rows.with_columns(pl.Series(name, flat[:, place]) for place, name in enumerate(NAMES))


def silence(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Put zero where a series is no longer sold, and on weekdays that are closed."""
    closed = np.flatnonzero(find_closed(view.history.panel.timeline, view.origin, view.horizon)) + 1
    own = pl.Series(view.closed.ravel())
    still = pl.col("demand_class").is_in(STILL) | pl.col("step").is_in(closed) | own
    return rows.with_columns(pl.when(still).then(0.0).otherwise(name).alias(name) for name in NUMBERS)
