"""Figures of how a forecast did."""

import json

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.evaluation.accuracy import (
    BAND_ROWS_MIN,
    measure,
    measure_bands,
    measure_products,
)
from foresail.forecasting.evaluation.metric_formulas import BAND_METRICS, POINT_METRICS
from foresail.forecasting.methods.registry import METHODS
from foresail.metrics import NAMES as NAMES_OF_METRICS
from foresail.metrics import PER_SERIES
from foresail.quantiles import LEVELS, NAMES
from foresail.serving.protocol import Series
from foresail.warehouse.tables import forecast_series


@pytest.fixture
def rows():
    rng = np.random.default_rng(3)
    values = np.sort(rng.gamma(2, 3, (700, len(NAMES))), axis=1)
    units = rng.poisson(5, 700).astype(float)
    return pl.DataFrame({"y": units, **{name: values[:, place] for place, name in enumerate(NAMES)}})


def test_pinball_is_twice_the_quantile_loss_in_parts_of_the_units_sold(rows):
    units = rows["y"].to_numpy()[:, None]
    error = units - rows.select(NAMES).to_numpy()
    levels = np.array(LEVELS)
    loss = np.maximum(levels * error, (levels - 1) * error).mean(axis=1).sum()
    assert measure_bands(rows)["pinball"] == pytest.approx(2 * loss / units.sum(), rel=1e-12)


def test_losses_are_added_up_in_one_order_whichever_thread_ends_first(rows):
    total = 0.0
    for level, name in zip(LEVELS, NAMES, strict=True):
        error = rows["y"] - rows[name]
        total = total + pl.DataFrame([level * error, ((level - 1) * error).alias("other")]).max_horizontal()
    assert measure_bands(rows)["pinball"] == 2 * (total / len(LEVELS)).sum() / rows["y"].sum()


@pytest.fixture
def two_products(rows):
    methods = {name: pl.col("q50") * factor for factor, name in enumerate(METHODS)}
    told = {"unique_id": pl.int_range(pl.len()) % 2, "mean": pl.col("q75"), **methods, "auto_ets": None}
    windows = pl.int_range(pl.len()) * 10 // pl.len()
    return rows.with_columns(mase_scale=2.0 + windows, rmsse_scale=4.0 + windows, window=windows, **told)


def figures_of(own, median, mean):
    miss, error = own[median] - own["y"], own[mean] - own["y"]
    return {
        "wape": pytest.approx(miss.abs().sum() / own["y"].sum(), rel=1e-3),
        "mase": pytest.approx((miss.abs() / own["mase_scale"]).mean(), rel=1e-3),
        "rmsse": pytest.approx(((error / own["rmsse_scale"]) ** 2).mean() ** 0.5, rel=1e-3),
        "bias": pytest.approx(error.sum() / own["y"].sum(), rel=1e-3),
    }


def test_each_method_is_measured_on_each_product_in_every_window_by_the_windows_own_scale(two_products):
    first = measure_products(two_products, 9).row(0, named=True)
    told = json.loads(first["backtest"])
    own = two_products.filter(pl.col("unique_id") == 0)
    assert told["seasonal_naive"] == figures_of(own, "seasonal_naive", "seasonal_naive")
    assert told["chosen"] == figures_of(own, "q50", "mean")
    assert told["chosen"]["wape"] == pytest.approx(first["wape"], rel=1e-3)
    assert set(told["auto_ets"].values()) == {None}
    assert told["held_out"] == pytest.approx(measure_bands(own.filter(pl.col("window") == 9)), rel=1e-3)


def test_a_window_alone_tells_nothing_of_bands(two_products):
    told = json.loads(measure_products(two_products, None)["backtest"][0])
    assert told["held_out"] is None or set(told["held_out"].values()) == {None}


def test_a_product_that_sold_nothing_has_no_error_in_parts_of_its_units(two_products):
    first = measure_products(two_products.with_columns(y=pl.lit(0.0)), 9).row(0, named=True)
    told = json.loads(first["backtest"])
    assert (first["wape"], told["chosen"]["wape"], told["chosen"]["bias"]) == (None, None, None)
    assert told["chosen"]["mase"] > 0
    assert told["held_out"]["pinball"] is None


def test_a_product_that_sold_half_a_unit_is_measured_in_parts_of_it_and_figures_have_four_digits(
    two_products,
):
    half = (
        two_products.filter(pl.col("unique_id") == 0).head(1).with_columns(y=pl.lit(0.5), q50=pl.lit(0.61728))
    )
    row = measure_products(half, None).row(0, named=True)
    assert row["wape"] == pytest.approx(0.23456)
    assert json.loads(row["backtest"])["chosen"]["wape"] == 0.2346


def test_what_is_said_of_a_product_does_not_depend_on_those_beside_it(two_products):
    gone = two_products.filter((pl.col("unique_id") == 1) | (pl.col("window") < 9))
    for number in (0, 1):
        own = pl.col("unique_id") == number
        beside = measure_products(gone, 9).filter(own)
        assert beside.equals(measure_products(gone.filter(own), 9))
    assert set(json.loads(measure_products(gone, 9)["backtest"][0])["held_out"].values()) == {None}


def test_figures_do_not_depend_on_the_pieces_that_threads_left(rows):
    methods = dict.fromkeys(METHODS, pl.col("q50") * 1.1)
    names = {"unique_id": 1, "demand_class": pl.lit("smooth"), "mase_scale": 2.0, "rmsse_scale": 4.0}
    whole = rows.with_columns(
        step=1, window=pl.int_range(pl.len()) % 2, mean=pl.col("q75"), **names, **methods
    )
    pieces = pl.concat([whole[start : start + 37] for start in range(0, 700, 37)], rechunk=False)
    assert pieces.n_chunks() > 10
    assert measure(pieces, pieces, (1,)) == measure(whole, whole, (1,))


def test_every_metric_has_one_definition_one_label_and_a_column_where_each_series_has_it():
    defined = [metric.name for metric in (*POINT_METRICS, *BAND_METRICS)]
    assert sorted(defined) == sorted(NAMES_OF_METRICS)
    assert len(set(defined)) == len(defined)
    stored = set(PER_SERIES)
    assert stored <= set(forecast_series.c.keys())
    assert stored <= set(Series.__struct_fields__)
    assert all((metric.of_rows is None) != (metric.of_window is None) for metric in POINT_METRICS)


def figures_by(figures):
    return {each[:3]: each.value for each in figures}


def backtest_of(y, forecast, steps=4):
    """One series of two windows, forecast by every method alike."""
    count = len(y)
    return pl.DataFrame(
        {
            "unique_id": 1,
            "demand_class": "smooth",
            "window": np.repeat([1, 2], count // 2),
            "step": np.resize(np.arange(1, steps + 1), count),
            "y": np.array(y, dtype=float),
            "mase_scale": np.repeat([2.0, 4.0], count // 2),
            "rmsse_scale": np.repeat([1.0, 8.0], count // 2),
            **dict.fromkeys(METHODS, np.array(forecast, dtype=float)),
        }
    )


def test_metrics_of_a_segment_are_what_their_names_say():
    told = backtest_of([1, 2, 3, 4, 1, 2, 3, 4], [2, 2, 3, 4, 3, 2, 3, 4])
    calibrated = told.with_columns(mean=pl.col("y") + 1, **dict.fromkeys(NAMES, pl.col("y")))
    figures = figures_by(measure(told, calibrated, (1, 3)))
    of_all = {name: figures["all", "theta", name] for name in ("wape", "bias", "mase", "rmsse")}
    assert of_all == {
        "wape": pytest.approx(3 / 20),
        "bias": pytest.approx(3 / 20),
        "mase": pytest.approx((0.25 / 2 + 0.5 / 4) / 2),
        "rmsse": pytest.approx((0.5 / 1 + 1.0 / 8) / 2),
    }
    assert figures["all", "chosen", "bias"] == pytest.approx(8 / 20)
    assert figures["all", "chosen", "wape"] == 0
    assert figures["steps 1-2", "theta", "wape"] == pytest.approx(3 / 6)
    assert figures["steps 3-4", "theta", "wape"] == 0
    assert {segment for segment, _, _ in figures} == {"all", "smooth", "steps 1-2", "steps 3-4"}


@pytest.mark.parametrize(("rows", "is_told"), [(BAND_ROWS_MIN - 1, False), (BAND_ROWS_MIN, True)])
def test_of_few_forecasts_no_coverage_is_told(rows, is_told):
    told = pl.concat([backtest_of([1, 2, 3, 4, 1, 2, 3, 4], [0] * 8)] * 20)
    newest = told.filter(pl.col("window") == 2).head(rows)
    few = pl.concat([told.filter(pl.col("window") == 1), newest])
    figures = figures_by(measure(few, few.with_columns(mean="y", **dict.fromkeys(NAMES, pl.col("y"))), (1,)))
    assert (("all", "chosen", "coverage_80") in figures) == is_told


def test_bands_are_measured_on_the_newest_window_alone():
    told = pl.concat([backtest_of([1, 2, 3, 4, 1, 2, 3, 4], [0] * 8)] * 20)
    inside = pl.when(pl.col("window") == 2).then(pl.col("step") > 1).otherwise(False)
    low = {name: pl.when(inside).then(pl.col("y")).otherwise(pl.col("y") + 9) for name in NAMES}
    figures = figures_by(measure(told, told.with_columns(mean=pl.col("y"), **low), (1,)))
    assert figures["all", "chosen", "coverage_80"] == figures["all", "chosen", "coverage_95"] == 0.75
    assert figures["steps 1-4", "chosen", "coverage_80"] == 0.75
    one = told.filter(pl.col("window") == 1).with_columns(mean=pl.col("y"), **low)
    names = {name for _, _, name in figures_by(measure(one, one, (1,)))}
    assert names == {"wape", "bias", "mase", "rmsse"}


def test_only_what_is_measured_is_shown_and_what_is_not_finite_is_left_out():
    told = backtest_of([1, 2, 3, 4, 1, 2, 3, 4], [2] * 8)
    calibrated = told.with_columns(mean=pl.col("y"), **dict.fromkeys(NAMES, pl.col("y")))
    figures = figures_by(measure(told, calibrated, (1,), measured=pl.col("step") == 1))
    assert figures["all", "theta", "wape"] == 1.0
    nothing = told.with_columns(y=pl.lit(0.0), theta=None, mase_scale=0.0)
    held = figures_by(measure(nothing, calibrated.with_columns(y=pl.lit(0.0)), (1,)))
    assert not [key for key in held if key[1:] in (("theta", "rmsse"), ("ses", "wape"), ("ses", "mase"))]
    assert held["all", "ses", "rmsse"] > 0
    assert measure(told.clear(), calibrated.clear(), (1,)) == []


def test_segments_end_where_the_backtest_does():
    told = backtest_of([1.0] * 20, [2.0] * 20, steps=10)
    calibrated = told.with_columns(mean=pl.col("y"), **dict.fromkeys(NAMES, pl.col("y")))
    segments = {each.segment for each in measure(told, calibrated, (1, 8, 11, 29))}
    assert segments == {"all", "smooth", "steps 1-7", "steps 8-10"}
    longest = {each.segment for each in measure(told, calibrated, (1, 8, 10))}
    assert longest == {"all", "smooth", "steps 1-7", "steps 8-9", "steps 10-10"}
