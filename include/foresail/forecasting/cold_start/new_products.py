"""Forecasts of what was listed and never sold: all they have is like products.

How much a new product will sell is not known, only how others began against what the ones like them sell
(`launch_profiles`): mean and quantiles are theirs.
"""

import numpy as np
import polars as pl

from foresail.forecasting.cold_start.launch_profiles import TYPICAL, Profiles
from foresail.forecasting.data.seasonal_profiles import seasonal_shares
from foresail.forecasting.data.timeline import Timeline
from foresail.quantiles import NUMBERS


def forecast_new_products(
    analogs: pl.DataFrame, timeline: Timeline, profiles: Profiles, horizon: int
) -> pl.DataFrame:
    """Forecast each series of `analogs` (unique_id, analog_level): product_id, day, mean, q025 ... q975."""
    shares = seasonal_shares(timeline, timeline.length - 1, horizon)
    days = timeline.days_ahead(horizon)
    level = analogs["analog_level"].to_numpy()
    table = np.array(profiles or TYPICAL)
    launch = table[np.searchsorted(table[:, 0], level, side="right") - 1, 1:]
    units = level[:, None, None] * shares[None, :, None] * launch[:, None, :]
    return pl.DataFrame(
        {
            "product_id": np.repeat(analogs["unique_id"].to_numpy(), horizon),
            "day": pl.concat([days] * analogs.height) if analogs.height else days.clear(),
            **{name: units[:, :, place].ravel() for place, name in enumerate(NUMBERS)},
        }
    )
