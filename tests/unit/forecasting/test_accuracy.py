"""Figures of how a forecast did."""

import json

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.accuracy import coverage, measure_products
from foresail.forecasting.backtesting import METHODS
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


@pytest.fixture
def two_products(rows):
    methods = {name: pl.col("q50") * factor for factor, name in enumerate(METHODS)}
    told = {"unique_id": pl.int_range(pl.len()) % 2, "mean": pl.col("q75"), **methods, "auto_ets": None}
    return rows.with_columns(mase_scale=2.0, rmsse_scale=4.0, **told)


def test_each_method_is_measured_on_each_product(two_products):
    held_out = two_products.tail(60)
    first = measure_products(two_products, held_out).row(0, named=True)
    told = json.loads(first["backtest"])
    own = two_products.filter(pl.col("unique_id") == 0)
    error = own["seasonal_naive"] - own["y"]
    assert told["seasonal_naive"] == {
        "wape": pytest.approx(error.abs().sum() / own["y"].sum(), rel=1e-3),
        "mase": pytest.approx(error.abs().mean() / 2, rel=1e-3),
        "rmsse": pytest.approx((error**2).mean() ** 0.5 / 4, rel=1e-3),
        "bias": pytest.approx(error.sum() / own["y"].sum(), rel=1e-3),
    }
    assert told["chosen"]["wape"] == pytest.approx(first["wape"], rel=1e-3)
    assert "auto_ets" not in told
    newest = held_out.filter(pl.col("unique_id") == 0)
    assert told["held_out"] == pytest.approx(coverage(newest), rel=1e-3)


def test_a_product_that_sold_nothing_has_no_error_in_parts_of_its_units(two_products):
    unsold = two_products.with_columns(y=pl.lit(0.0))
    first = measure_products(unsold, unsold.clear()).row(0, named=True)
    told = json.loads(first["backtest"])
    assert (first["wape"], told["chosen"]["wape"], told["chosen"]["bias"]) == (None, None, None)
    assert told["chosen"]["mase"] > 0
    assert told["held_out"] is None or set(told["held_out"].values()) == {None}
