"""Figures of how a forecast did."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.accuracy import coverage
from foresail.forecasting.intervals import COLUMNS, QUANTILES


@pytest.fixture
def rows():
    rng = np.random.default_rng(3)
    values = np.sort(rng.gamma(2, 3, (700, len(COLUMNS))), axis=1)
    units = rng.poisson(5, 700).astype(float)
    return pl.DataFrame({"y": units, **{name: values[:, place] for place, name in enumerate(COLUMNS)}})


def test_pinball_is_twice_the_quantile_loss_in_parts_of_the_units_sold(rows):
    units = rows["y"].to_numpy()[:, None]
    error = units - rows.select(COLUMNS).to_numpy()
    levels = np.array(QUANTILES)
    loss = np.maximum(levels * error, (levels - 1) * error).mean(axis=1).sum()
    assert coverage(rows)["pinball"] == pytest.approx(2 * loss / units.sum(), rel=1e-12)


def test_losses_are_added_up_in_one_order_whichever_thread_ends_first(rows):
    total = 0.0
    for level, name in zip(QUANTILES, COLUMNS, strict=True):
        error = rows["y"] - rows[name]
        total = total + pl.DataFrame([level * error, ((level - 1) * error).alias("other")]).max_horizontal()
    assert coverage(rows)["pinball"] == 2 * (total / len(QUANTILES)).sum() / rows["y"].sum()
