"""Forecasts of what was listed and never sold: all they have is like products, and they say so.

How much a new product will sell is not known, only how others began against what the ones like them sell
(`Plan.beginnings`): mean and quantiles are theirs.
"""

import numpy as np
import polars as pl

from foresail.forecasting.artifact import Model
from foresail.forecasting.demand_classes import TOO_SHORT
from foresail.forecasting.explaining import WHY
from foresail.forecasting.intervals import COLUMNS
from foresail.forecasting.likes import TYPICAL
from foresail.forecasting.plan import Plan
from foresail.forecasting.profiles import seasonal_shares
from foresail.forecasting.selection import EVERY_CLASS, describe_recipe

METHOD = "like products"
NUMBERS = ("mean", *COLUMNS)


def forecast_unsold(
    ids: pl.Series, likes: pl.DataFrame, plan: Plan, model: Model, horizon: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Products (explaining.WHY) and rows (product_id, day, mean, q025 ... q975) of those that have likes."""
    found = likes.filter(pl.col("unique_id").is_in(ids.implode())).sort("unique_id")
    timeline = plan.timeline
    shares = seasonal_shares(timeline, timeline.length - 1, horizon)
    days = timeline.frequency.steps(timeline.first, timeline.length + horizon)[-horizon:]
    level = found["like_level"].to_numpy()
    beginnings = np.array(plan.beginnings or TYPICAL)
    begun = beginnings[np.searchsorted(beginnings[:, 0], level, side="right") - 1, 1:]
    units = level[:, None, None] * shares[None, :, None] * begun[:, None, :]
    rows = pl.DataFrame(
        {
            "product_id": np.repeat(found["unique_id"].to_numpy(), horizon),
            "day": pl.concat([days] * found.height) if found.height else days.clear(),
            **{name: units[:, :, place].ravel() for place, name in enumerate(NUMBERS)},
        }
    )
    lines = [_explain(row, model) for row in found.iter_rows(named=True)]
    return pl.DataFrame(lines, schema=WHY), rows


def _explain(like: dict, model: Model) -> dict:
    return {
        "product_id": like["unique_id"],
        "demand_class": TOO_SHORT,
        "method": METHOD,
        "fell_back": True,
        "intended": describe_recipe(model.choices.get(TOO_SHORT, model.choices[EVERY_CLASS])),
        "reason": f"Listed and not sold yet: as new products began beside {like['like_names']}."[:255],
        "coverage_80": None,
        "coverage_95": None,
    }
