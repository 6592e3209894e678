from functools import cache

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.evaluation import intervals
from foresail.forecasting.evaluation.intervals import UNMEASURED, Pools, add_quantiles
from foresail.quantiles import LEVELS, NAMES
from hypothesis import given, settings
from hypothesis import strategies as st

LEAD_TIMES = (1, 8, 15, 29)


def pool_errors(rows, *rest):
    """The pools of rows of one window."""
    return intervals.pool_errors(rows.with_columns(window=pl.lit(1)), *rest)


def rows_of(rng, count, steps=28):
    mean = rng.gamma(1, 3, count)
    return pl.DataFrame(
        {
            "demand_class": ["short"] * count,
            "step": rng.integers(1, steps + 1, count),
            "level": mean,
            "swing": np.sqrt(mean),
            "chosen": mean,
            "y": rng.poisson(mean).astype(float),
        }
    )


def test_the_bands_hold_what_they_say_on_rows_that_did_not_set_them():
    rng = np.random.default_rng(1)
    rows = add_quantiles(rows_of(rng, 20_000), pool_errors(rows_of(rng, 20_000), LEAD_TIMES))
    assert 0.77 <= rows.select(pl.col("y").is_between("q10", "q90").mean()).item() <= 0.86
    assert 0.93 <= rows.select(pl.col("y").is_between("q025", "q975").mean()).item() <= 0.97


def calm_and_restless(rng, count):
    calm = rng.random(count) < 0.5
    y = np.where(calm, rng.normal(10, 1, count), np.where(rng.random(count) < 0.3, 10 / 0.3, 0.0))
    return pl.DataFrame(
        {
            "demand_class": ["short"] * count,
            "step": rng.integers(1, 29, count),
            "level": np.full(count, 10.0),
            "swing": np.where(calm, 1.4, 20.0),
            "chosen": rng.uniform(9.9, 10.1, count),
            "y": y,
            "is_calm": calm,
        }
    )


def test_a_calm_product_has_its_band_from_calm_ones_beside_restless_ones_of_its_size():
    rng = np.random.default_rng(3)
    rows = add_quantiles(
        calm_and_restless(rng, 20_000), pool_errors(calm_and_restless(rng, 20_000), LEAD_TIMES)
    )
    inside = rows.filter("is_calm").select(pl.col("y").is_between("q10", "q90").mean()).item()
    assert 0.78 <= inside <= 0.82


@pytest.mark.parametrize(("count", "lowest"), [(9_000, 8), (1_500, 0)])
def test_what_sells_on_most_steps_has_bands_of_its_own_where_there_is_enough_of_it(count, lowest):
    """Of one size and swing: 10 on each step, and 33 on some. With few rows both have the band of all."""
    rng = np.random.default_rng(5)
    rows = calm_and_restless(rng, 2 * count).with_columns(swing=pl.lit(5.0))
    kind = pl.when("is_calm").then(pl.lit("smooth")).otherwise(pl.lit("lumpy"))
    rows = rows.with_columns(demand_class=kind)
    banded = add_quantiles(rows, pool_errors(rows, LEAD_TIMES))
    often = banded.filter("is_calm")["q10"].mean()
    assert often > lowest if lowest else often < 1
    assert banded.drop(NAMES).equals(rows)


def test_forecasts_that_are_all_of_a_few_sizes_have_bands_of_numbers():
    rng = np.random.default_rng(4)
    for sizes in ([1.0, 2.0], [1.0, 2.0, 3.0], [5.0]):
        rows = rows_of(rng, 900).with_columns(chosen=pl.Series(np.resize(sizes, 900)))
        pools = pool_errors(rows, LEAD_TIMES)["all"]
        assert np.isfinite(pools.splits).all()
        assert len(pools.splits) == len(pools.edges) + 1 <= len(sizes)


def test_nothing_measured_gives_a_wide_band():
    rows = rows_of(np.random.default_rng(1), 50)
    banded = add_quantiles(rows, pool_errors(rows, LEAD_TIMES))
    assert (banded["q975"] > 1.5 * banded["chosen"]).all()
    assert (banded["q025"] < 0.5 * banded["chosen"]).all()


def test_steps_beyond_the_measured_ones_widen():
    rng = np.random.default_rng(1)
    pools = pool_errors(rows_of(rng, 5_000, steps=7), LEAD_TIMES)
    row = {
        "demand_class": ["short"] * 2,
        "level": [4.0] * 2,
        "swing": [2.0] * 2,
        "chosen": [4.0] * 2,
        "step": [7, 28],
    }
    near, far = add_quantiles(pl.DataFrame(row), pools)["q95"]
    assert far > near


@cache
def pools_of_all_kinds():
    known = rows_of(np.random.default_rng(2), 9_000)
    each = pl.Series(np.resize(["smooth", "lumpy", "short"], 9_000))
    return pool_errors(known.with_columns(demand_class=each), LEAD_TIMES)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(0, 1e9), st.integers(1, 90)),
        min_size=1,
        max_size=30,
    )
)
def test_quantiles_never_cross_and_are_never_negative_nor_infinite(values):
    mean, level, scale, step = zip(*values, strict=True)
    classes = np.resize(["smooth", "lumpy", "short", "no-longer-sold"], len(mean))
    rows = pl.DataFrame(
        {"demand_class": classes, "chosen": mean, "level": level, "swing": scale, "step": step}
    )
    pools = pools_of_all_kinds()
    assert set(pools) == {"all", "often", "seldom"}
    table = add_quantiles(rows, pools).select(NAMES).to_numpy()
    assert np.isfinite(table).all()
    assert (table >= 0).all()
    assert (np.diff(table, axis=1) >= 0).all()


def pools_of(count, steps=28, demand_class="short"):
    rows = rows_of(np.random.default_rng(1), count, steps)
    return pool_errors(rows.with_columns(demand_class=pl.lit(demand_class)), LEAD_TIMES)


@pytest.mark.parametrize(("rows", "measured"), [(299, False), (300, True)])
def test_three_hundred_rows_are_enough_for_a_band(rows, measured):
    assert (pools_of(rows)["all"] != UNMEASURED) == measured


@pytest.mark.parametrize(("rows", "own"), [(1_999, False), (2_000, True)])
@pytest.mark.parametrize(("demand_class", "kind"), [("erratic", "often"), ("intermittent", "seldom")])
def test_two_thousand_rows_are_enough_for_a_kind_of_its_own(rows, own, demand_class, kind):
    assert (kind in pools_of(rows, demand_class=demand_class)) == own


def test_a_part_of_a_backtest_needs_as_much_less():
    rows = rows_of(np.random.default_rng(1), 1_000).with_columns(demand_class=pl.lit("smooth"))
    assert set(pool_errors(rows, LEAD_TIMES, 0.5)) == {"all", "often"}
    assert pool_errors(rows.head(150), LEAD_TIMES, 0.5)["all"] != UNMEASURED
    assert pool_errors(rows.head(149), LEAD_TIMES, 0.5)["all"] == UNMEASURED


def test_there_are_twelve_bands_of_two_halves_and_a_stretch_of_lead_time_each():
    pools = pools_of(20_000)["all"]
    assert (len(pools.edges), len(pools.splits), pools.lead_times, pools.steps) == (11, 12, [1, 8, 15], 28)
    assert np.array(pools.errors).shape == (12, 2, 3, 9)
    assert pools_of(5_000, steps=7)["all"].lead_times == [1]
    assert pools_of(5_000, steps=8)["all"].lead_times == [1, 8]


def test_beyond_the_measured_steps_a_band_widens_with_the_square_root_of_the_lead_time():
    errors = [[[[-1.0, -1.0, -1.0, -1.0, 0.0, 1.0, 1.0, 1.0, 1.0]]] * 2]
    pools = {"all": Pools([], [0.0], [1], 7, errors)}
    row = {"demand_class": "short", "level": 8.0, "swing": 8.0, "chosen": 8.0}
    rows = pl.DataFrame([{**row, "step": step} for step in (1, 7, 14, 28)])
    widths = (add_quantiles(rows, pools)["q95"] - 8.0).to_list()
    assert widths == pytest.approx([8.0, 8.0, 8.0 * 2**0.5, 16.0])


def test_errors_are_measured_by_a_third_of_the_mean_and_two_of_the_swing():
    errors = [[[[0.0] * 4 + [1.0] * 5]] * 2]
    pools = {"all": Pools([], [0.0], [1], None, errors)}
    rows = pl.DataFrame(
        {"demand_class": "short", "step": 1, "level": 1.0, "swing": [8.0, 27.0], "chosen": [27.0, 8.0]}
    )
    spread = [27 ** (1 / 3) * 8 ** (2 / 3), 8 ** (1 / 3) * 27 ** (2 / 3)]
    told = add_quantiles(rows, pools)
    assert (told["q95"] - told["chosen"]).to_list() == pytest.approx(spread)
    assert told["q05"].to_list() == told["chosen"].to_list()


def test_a_forecast_of_next_to_nothing_is_measured_by_its_level():
    """The mean counts at least as a fiftieth, the swing as a thousandth, of the level."""
    pools = {"all": Pools([], [0.0], [1], None, [[[[0.0] * 5 + [1.0] * 4]] * 2])}
    rows = pl.DataFrame({"demand_class": "short", "step": 1, "level": 1_000.0, "swing": 0.0, "chosen": [0.0]})
    assert add_quantiles(rows, pools)["q95"].item() == pytest.approx(20 ** (1 / 3) * 1 ** (2 / 3))


def test_a_restless_product_has_the_errors_of_the_restless_half_of_its_band_at_its_lead_time():
    def error(value):
        return [0.0] * 5 + [value] * 4

    errors = [
        [[error(1.0), error(2.0)], [error(3.0), error(4.0)]],
        [[error(5.0), error(6.0)], [error(7.0), error(8.0)]],
    ]
    pools = {"all": Pools([10.0], [1.0, 1.0], [1, 8], 14, errors)}
    rows = pl.DataFrame(
        [
            {"demand_class": "short", "step": step, "level": 1.0, "swing": swing * mean, "chosen": mean}
            for mean in (8.0, 27.0)
            for swing in (1.0, 2.0)
            for step in (7, 8)
        ]
    )
    told = add_quantiles(rows, pools)
    spread = np.cbrt(rows["chosen"]) * np.cbrt(rows["swing"]) ** 2
    assert ((told["q95"] - told["chosen"]) / spread).to_list() == pytest.approx(list(range(1, 9)))


def test_without_a_backtest_bands_reach_from_nothing_to_several_times_the_forecast():
    rows = pl.DataFrame({"demand_class": "short", "step": [1, 90], "level": 8.0, "swing": 1.0, "chosen": 8.0})
    told = add_quantiles(rows, {"all": UNMEASURED})
    expected = [5.0, 6.0, 6.2, 6.8, 8.0, 9.6, 12.0, 14.0, 16.0]
    for row in told.select(NAMES).iter_rows():
        assert list(row) == pytest.approx(expected)


def test_a_pool_with_too_few_errors_takes_those_of_a_wider_one():
    """Two stretches of one band: of the second there are too few, so its half of the band stands for it."""
    rng = np.random.default_rng(8)
    count = 320
    rows = pl.DataFrame(
        {
            "demand_class": "short",
            "step": [1] * 300 + [9] * 20,
            "level": 5.0,
            "swing": 5.0,
            "chosen": 5.0,
            "y": rng.gamma(2, 2.5, count),
        }
    )
    pools = pool_errors(rows, LEAD_TIMES)["all"]
    assert (len(pools.splits), pools.lead_times) == (1, [1, 8])
    scaled = (rows["y"] - 5.0) / 5.0
    assert pools.errors[0][0][0] == pytest.approx(np.quantile(scaled[:300], LEVELS))
    assert pools.errors[0][0][1] == pytest.approx(np.quantile(scaled, LEVELS))
    assert pools.errors[0][1] == [pytest.approx(pools.errors[0][0][0]), pytest.approx(pools.errors[0][0][1])]


def test_the_errors_of_a_band_are_those_of_its_own_forecasts():
    """Small forecasts are met, large ones missed by half: neither has the other's errors."""
    sizes = np.repeat([1.0, 100.0], 2_000)
    rows = pl.DataFrame(
        {
            "demand_class": "short",
            "step": 1,
            "level": sizes,
            "swing": sizes,
            "chosen": sizes,
            "y": sizes * np.repeat([1.0, 1.5], 2_000),
        }
    )
    pools = pool_errors(rows, LEAD_TIMES)["all"]
    assert pools.edges == [100.0]
    assert [band[0][0][4] for band in pools.errors] == pytest.approx([0.0, 0.5])
    told = add_quantiles(rows.gather([0, 2_000]), {"all": pools})
    assert told["q50"].to_list() == pytest.approx([1.0, 150.0])


def test_what_has_no_level_calibrates_nothing():
    rows = rows_of(np.random.default_rng(1), 600)
    assert pool_errors(rows.with_columns(level=pl.lit(0.0)), LEAD_TIMES)["all"] == UNMEASURED
    half = rows.with_columns(level=pl.when(pl.int_range(pl.len()) < 299).then("level").otherwise(0.0))
    assert pool_errors(half, LEAD_TIMES)["all"] == UNMEASURED


def median_of(*shifts):
    rng = np.random.default_rng(8)
    rows = pl.concat(
        pl.DataFrame(
            {
                "demand_class": "smooth",
                "window": number,
                "step": 1,
                "level": 20.0,
                "swing": 4.0,
                "chosen": 20.0,
                "y": rng.normal(20.0 * shift, 4.0, 3_000),
            }
        )
        for number, shift in enumerate(shifts)
    )
    return add_quantiles(rows.head(1), intervals.pool_errors(rows, (1,)))


def test_the_median_is_not_moved_by_what_one_window_says_alone():
    assert median_of(1.0, 1.0, 0.7)["q50"].item() == pytest.approx(20.0, abs=0.5)


def test_the_median_is_moved_by_what_all_windows_say():
    assert median_of(0.8, 0.81, 0.79)["q50"].item() == pytest.approx(16.0, abs=0.5)


def test_the_band_holds_the_window_that_the_median_does_not_follow():
    told = median_of(1.0, 1.0, 0.5)
    assert told["q10"].item() < 11.0
