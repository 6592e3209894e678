"""What forecasts miss in sum is taken back where the backtest's windows agree on it."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.evaluation.accuracy import measure
from foresail.forecasting.evaluation.bias import FACTOR_MAX, add_mean, find_corrections
from foresail.forecasting.evaluation.calibration import apply_calibrations, calibrate, calibrate_windows
from foresail.forecasting.methods.registry import METHODS
from foresail.forecasting.methods.running import RULED

ROWS = 3_000


def backtest_of(ratios: list[float], demand_class="lumpy", rows=ROWS):
    """Windows in each of which `ratios` times the forecast was sold."""
    rng = np.random.default_rng(2)
    chosen = rng.gamma(2, 3, rows * len(ratios))
    windows = np.repeat(np.arange(1, len(ratios) + 1), rows)
    units = chosen * np.array(ratios)[windows - 1]
    frame = {
        "unique_id": np.tile(np.arange(rows) // 10, len(ratios)),
        "window": windows,
        "step": np.tile(np.arange(1, 11), len(units) // 10),
        "demand_class": [demand_class] * len(units),
        **dict.fromkeys(("level", "mase_scale", "rmsse_scale", "swing"), np.full(len(units), 5.0)),
        "y": units,
        "chosen": chosen,
        RULED: None,
    }
    return pl.DataFrame(frame)


def factor_of(ratios):
    return find_corrections(backtest_of(ratios))["all"]


def test_windows_that_agree_are_believed():
    assert factor_of([1.3, 1.3, 1.3]) == pytest.approx(1.3)
    assert 1.2 < factor_of([1.25, 1.3, 1.35]) < 1.3
    assert 0.7 < factor_of([0.65, 0.7, 0.75]) < 0.8


def test_windows_that_differ_are_chance():
    assert factor_of([0.8, 1.3, 1.0]) == 1.0
    assert factor_of([1.0, 1.0, 1.9]) == 1.0


def test_one_window_tells_nothing_and_none_goes_beyond_a_bound():
    assert factor_of([1.5]) == 1.0
    assert factor_of([7.0, 7.0, 7.0]) == FACTOR_MAX
    assert factor_of([0.1, 0.1, 0.1]) == pytest.approx(1 / FACTOR_MAX)


def test_nothing_sold_or_nothing_forecast_is_no_bias():
    assert factor_of([0.0, 0.0, 0.0]) == 1.0
    nothing = backtest_of([1.0, 1.0]).with_columns(chosen=pl.lit(0.0))
    assert find_corrections(nothing) == {"all": 1.0, "every interval": 1.0, "lumpy": 1.0, "short": 1.0}
    assert find_corrections(nothing.head(9)) == {}


def test_each_class_has_its_own_and_small_ones_that_of_all():
    backtest = pl.concat(
        [
            backtest_of([1.3, 1.3, 1.3], "lumpy"),
            backtest_of([1.0, 1.0, 1.0], "smooth"),
            backtest_of([1.9, 1.9, 1.9], "erratic", 100),
        ]
    )
    corrections = find_corrections(backtest)
    assert corrections == {
        "lumpy": pytest.approx(1.3, rel=1e-3),
        "smooth": pytest.approx(1.0, rel=1e-3),
        "all": pytest.approx(1.16, abs=0.01),
        "every interval": 1.0,
        "short": 1.0,
    }
    rows = pl.DataFrame(
        {
            "demand_class": ["lumpy", "smooth", "erratic", "lumpy"],
            "chosen": [10.0] * 4,
            RULED: [None, None, None, 10.0],
        }
    )
    assert add_mean(rows, corrections)["mean"].to_list() == pytest.approx([13.0, 10.0, 11.6, 10.0], abs=0.1)
    assert add_mean(rows, {})["mean"].to_list() == [10.0] * 4


def test_no_window_is_measured_by_a_correction_that_it_set():
    told = backtest_of([1.3, 1.3, 2.0]).with_columns(pl.lit(1.0).alias(name) for name in METHODS)
    calibrated = apply_calibrations(told, calibrate_windows(told, (1,)), calibrate(told, (1,)))
    figures = {each[:3]: each.value for each in measure(told, calibrated, (1,))}
    newest = told.filter(pl.col("window") == 3)
    # The older two agree on 1.3; either of them with the newest does not agree enough to tell.
    raised = told.with_columns(
        pl.when(pl.col("window") == 3).then(pl.col("chosen") * 1.3).otherwise(_factor_beside(told)).alias("m")
    )
    bias = (raised["m"].sum() - raised["y"].sum()) / raised["y"].sum()
    assert figures["all", "chosen", "bias"] == pytest.approx(bias)
    assert newest["y"].sum() > 1.4 * 1.3 * newest["chosen"].sum()


def test_a_few_products_whose_windows_agree_by_luck_are_not_believed():
    own = backtest_of([1.0, 1.0, 1.0], rows=100)
    uneven = own.with_columns(y=pl.col("chosen") * (0.6 + pl.col("unique_id") / 9))
    assert (uneven["y"].sum() / uneven["chosen"].sum()) > 1.05
    assert find_corrections(uneven)["all"] == 1.0
    assert find_corrections(own.with_columns(y=pl.col("chosen") * 1.1))["all"] == pytest.approx(1.1)


def test_one_product_is_believed_where_its_windows_agree():
    own = backtest_of([1.3, 1.25, 1.35], rows=100).with_columns(unique_id=1)
    assert 1.25 < find_corrections(own)["all"] < 1.31


def test_a_class_whose_own_windows_differ_has_what_all_agree_on():
    restless = backtest_of([0.9, 1.7, 1.3], "lumpy", 2_000)
    steady = backtest_of([1.34, 1.28, 1.3], "smooth", 8_000)
    assert find_corrections(restless) == {"all": 1.0, "every interval": 1.0, "lumpy": 1.0, "short": 1.0}
    corrections = find_corrections(pl.concat([restless, steady]))
    assert 1.2 < corrections["all"] < 1.3
    assert corrections["lumpy"] == corrections["all"]


@pytest.mark.parametrize("rows", [700, 110, 70])
def test_a_small_catalogue_is_measured_by_what_is_made_like_what_is_published(rows):
    """2,100, 330 and 210 rows are just enough for a class, a pool, anything; two thirds of them are not."""
    told = backtest_of([1.3, 1.3, 1.3], rows=rows)
    own, windows = calibrate(told, (1,)), calibrate_windows(told, (1,))
    for each in windows.values():
        assert each.corrections.keys() == own.corrections.keys()
        assert each.corrections["all"] == pytest.approx(1.3)
        assert each.pools.keys() == own.pools.keys()
        assert {pools.steps for pools in each.pools.values()} == {own.pools["all"].steps}


def _factor_beside(told):
    """What the newest window and either of the older ones make of the other older one."""
    others = told.filter(pl.col("window") != 1)
    return pl.col("chosen") * find_corrections(others)["all"]


def sold_by(table, rows=100, demand_class="lumpy"):
    """Products (rows) that sold these multiples of a forecast of one in each window (columns)."""
    products, windows = np.indices(np.shape(table))
    each = {
        "unique_id": products.ravel(),
        "window": windows.ravel() + 1,
        "y": np.array(table, dtype=float).ravel(),
    }
    frame = pl.DataFrame({name: np.repeat(values, rows) for name, values in each.items()})
    return frame.with_columns(chosen=pl.lit(1.0), demand_class=pl.lit(demand_class))


@pytest.mark.parametrize(
    "table",
    [
        [[1.2, 1.3, 1.25]],
        [[1.2, 1.3, 1.25], [1.3, 1.35, 1.2]],
        [[1.2, 1.2, 1.2], [1.5, 1.5, 1.5]],
        [[1.1, 1.5, 1.3], [1.5, 1.1, 1.3], [1.3, 1.3, 1.35]],
        [[0.9, 0.8], [0.7, 0.85], [0.8, 0.8], [0.75, 0.8]],
    ],
    ids=["one product", "two", "two that differ", "three", "four that sold less"],
)
def test_a_factor_is_the_mean_logarithm_shrunk_by_twice_the_larger_of_its_variances(table):
    table = np.array(table)
    logarithms = np.log(table.mean(axis=0))
    over_windows = logarithms.var(ddof=1) / len(logarithms)
    series = len(table)
    parts = table / table.sum(axis=0) - 1 / series
    over_series = (parts.mean(axis=1) ** 2).sum() * series / max(series - 1, 1)
    mean = logarithms.mean()
    kept = max(1 - 2 * max(over_windows, over_series) / mean**2, 0)
    assert 0 < kept < 1
    assert find_corrections(sold_by(table, 500))["all"] == pytest.approx(np.exp(mean * kept), rel=1e-9)


def test_a_class_adds_what_it_agrees_on_beyond_that_of_all():
    """Smooth demand sold as forecast, lumpy demand a third more: all miss a sixth, and each class the rest."""
    both = pl.concat(
        [
            sold_by([[1.0, 1.0, 1.0]] * 10),
            sold_by([[1.4, 1.4, 1.4]] * 10, demand_class="smooth").with_columns(
                unique_id=pl.col("unique_id") + 10
            ),
        ]
    )
    corrections = find_corrections(both)
    assert corrections["all"] == pytest.approx(1.2, rel=0.05)
    assert corrections["lumpy"] == pytest.approx(1.0, rel=0.05)
    assert corrections["smooth"] == pytest.approx(1.4, rel=0.05)


@pytest.mark.parametrize(("rows", "found"), [(199, False), (200, True)])
def test_two_hundred_rows_are_enough_to_correct_anything(rows, found):
    assert bool(find_corrections(backtest_of([1.3, 1.3, 1.3], rows=100).head(rows))) == found


@pytest.mark.parametrize(("rows", "own"), [(1_999, False), (2_000, True)])
def test_two_thousand_rows_are_enough_for_a_correction_of_its_own(rows, own):
    told = pl.concat([backtest_of([1.3, 1.3], "smooth"), backtest_of([1.3, 1.3], "lumpy").tail(rows)])
    assert ("lumpy" in find_corrections(told)) == own


def test_a_part_of_a_backtest_needs_as_much_less():
    told = backtest_of([1.3, 1.3, 1.3], rows=330)
    assert set(find_corrections(told)) == {"all", "every interval", "short"}
    assert set(find_corrections(told, 0.495)) == {"all", "every interval", "short", "lumpy"}
    assert find_corrections(told.head(99), 0.5) == {}
    assert find_corrections(told.head(100), 0.5)
    assert FACTOR_MAX == 2.0


def test_short_histories_and_repeating_demand_are_not_corrected():
    rows = pl.DataFrame({"demand_class": ["short", "lumpy"], "chosen": 10.0, RULED: [None, 10.0]})
    corrections = find_corrections(backtest_of([1.3, 1.3, 1.3]))
    assert add_mean(rows, corrections)["mean"].to_list() == [10.0, 10.0]


def test_what_a_class_agrees_on_beyond_all_is_shrunk_by_its_own_variances():
    lumpy = np.array([[1.5, 1.6, 1.45], [1.4, 1.55, 1.6], [1.7, 1.5, 1.5]])
    smooth = np.array([[1.1, 1.0, 1.05], [0.95, 1.1, 1.0]])
    both = pl.concat(
        [
            sold_by(lumpy, 800),
            sold_by(smooth, 800, "smooth").with_columns(unique_id=pl.col("unique_id") + len(lumpy)),
        ]
    )
    whole = np.concatenate([lumpy, smooth])
    series = len(whole)

    def agree(logarithms, parts):
        variance = max(
            logarithms.var(ddof=1) / len(logarithms),
            (parts.mean(axis=1) ** 2).sum() * series / (series - 1),
        )
        mean = logarithms.mean()
        return mean * max(1 - 2 * variance / mean**2, 0)

    of_all = np.log(whole.mean(axis=0)), whole / whole.sum(axis=0) - 1 / series
    own = np.concatenate([lumpy / lumpy.sum(axis=0) - 1 / len(lumpy), np.zeros_like(smooth)])
    beyond = np.log(lumpy.mean(axis=0)) - of_all[0], own - of_all[1]
    assert agree(*of_all) > 0 and agree(*beyond) > 0
    corrections = find_corrections(both)
    assert corrections["all"] == pytest.approx(np.exp(agree(*of_all)))
    assert corrections["lumpy"] == pytest.approx(np.exp(agree(*of_all) + agree(*beyond)))


def test_what_sells_seldom_is_corrected_apart_by_how_seldom():
    def every(interval, ratio, first):
        rows = backtest_of([ratio] * 3, "intermittent").with_columns(interval=pl.lit(interval))
        return rows.with_columns(unique_id=pl.col("unique_id") + first)

    often = every(1.0, 0.9, 0).with_columns(demand_class=pl.lit("smooth"))
    corrections = find_corrections(pl.concat([often, every(5.0, 1.2, 1000), every(50.0, 1.6, 2000)]))
    assert corrections["smooth"] == pytest.approx(0.9, rel=1e-3)
    assert corrections["every 3 steps or more"] == pytest.approx(1.2, rel=1e-3)
    assert corrections["every 32 steps or more"] == pytest.approx(1.6, rel=1e-3)
    rows = pl.DataFrame({"demand_class": "lumpy", "interval": [10.0], "chosen": [2.0], RULED: [None]})
    assert add_mean(rows, corrections)["mean"][0] == pytest.approx(2 * corrections["every interval"])
