import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from foresail.forecasting import artifact, engine
from foresail.forecasting.evaluation.calibration import Calibration
from foresail.forecasting.methods.registry import METHODS
from foresail.quantiles import NAMES
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import DAY, daily_history, make_history
from tests.forecasting import make_plan, train

HORIZON = 14


@pytest.fixture(scope="module")
def history():
    return make_history()


@pytest.fixture(scope="module")
def trained(history):
    return train(history)


def figures_of(fitted):
    return {each[:3]: each.value for each in fitted.metrics}


def test_the_choice_beats_seasonal_naive_where_noise_is_all_there_is(trained):
    figures = figures_of(trained.fitted)
    assert figures["all", "chosen", "wape"] < figures["all", "seasonal_naive", "wape"]
    assert figures["all", "chosen", "rmsse"] < figures["all", "zero", "rmsse"]


def test_every_method_is_measured_by_class_and_by_lead_time(trained):
    figures = figures_of(trained.fitted)
    segments = {segment for segment, _, _ in figures}
    assert {"all", "steps 1-7", "steps 8-14"} <= segments
    assert {"wape", "mase", "rmsse", "bias", "pinball", "coverage_80", "coverage_95"} == {
        name for segment, method, name in figures if (segment, method) == ("all", "chosen")
    }
    assert {method for segment, method, _ in figures if segment == "all"} >= {
        "zero",
        "history_mean",
        "boosted",
    }


def test_the_band_holds_about_what_it_says_on_a_window_it_has_not_seen():
    figures = figures_of(train(make_history(60)).fitted)
    assert 0.74 <= figures["all", "chosen", "coverage_80"] <= 0.88
    assert 0.91 <= figures["all", "chosen", "coverage_95"] <= 0.99


def test_quantiles_never_cross_and_nothing_is_negative(history, trained):
    _, rows = trained.forecast(history)
    table = rows.select(NAMES).to_numpy()
    assert (np.diff(table, axis=1) >= 0).all()
    assert (rows.select("mean", *NAMES).to_numpy() >= 0).all()
    assert rows["day"].min() == DAY + timedelta(days=1)


def test_a_sparse_product_is_not_forecast_on_a_day_that_everything_is_closed():
    rng = np.random.default_rng(5)
    parts = []
    for number in range(40):
        sold = daily_history(rng.poisson(0.4, 200), unique_id=number)
        closed = pl.col("ds").dt.weekday() == 6
        parts.append(sold.with_columns(pl.when(closed).then(0.0).otherwise("y").alias("y")))
    history = pl.concat(parts)
    _, rows = train(history).forecast(history)
    closed = pl.col("day").dt.weekday() == 6
    assert rows.filter(closed).select("mean", *NAMES).to_numpy().max() == 0
    assert rows.filter(~closed)["mean"].min() > 0


def test_zero_demand_can_be_forecast_and_is_said():
    history = pl.concat([make_history(days=300), daily_history([5] * 60 + [0] * 200, unique_id=99)])
    products, rows = train(history).forecast(history)
    why = products.filter(pl.col("product_id") == 99).row(0, named=True)
    assert (why["demand_class"], why["method"], why["fell_back"]) == ("no-longer-sold", "zero", True)
    assert why["intended"] != "zero"
    assert rows.filter(pl.col("product_id") == 99).select("mean", *NAMES).to_numpy().max() == 0


def test_a_product_with_one_sale_is_forecast_and_says_why():
    history = pl.concat([make_history(), daily_history([4], unique_id=99)])
    products, rows = train(history).forecast(history)
    why = products.filter(pl.col("product_id") == 99).row(0, named=True)
    assert (why["fell_back"], why["demand_class"]) == (True, "short")
    assert "1 day of history" in why["reason"]
    assert rows.filter(pl.col("product_id") == 99).height == HORIZON


def test_one_outlier_of_a_new_product_is_not_believed_to_come_every_day():
    history = pl.concat([make_history(), daily_history([80_995], unique_id=99)])
    trained = train(history)
    _, rows = trained.forecast(history)
    assert rows.filter(pl.col("product_id") == 99)["mean"].max() <= trained.fitted.model.level_max
    assert trained.fitted.model.level_max < 20


@pytest.mark.parametrize("shards", [2, 5])
def test_models_and_forecasts_are_the_same_to_the_byte_in_any_shards_and_any_order(history, trained, shards):
    again = train(history.sample(fraction=1, shuffle=True, seed=shards), shards=shards)
    assert again.models == trained.models
    assert artifact.save(again.fitted.model) == artifact.save(trained.fitted.model)
    parts = [
        trained.forecast(history.filter(pl.col("unique_id") % shards == rest))[1] for rest in range(shards)
    ]
    whole = trained.forecast(history)[1]
    assert pl.concat(parts).sort("product_id", "day").equals(whole.sort("product_id", "day"))


def test_a_leak_from_after_the_origin_would_be_seen(history):
    """The windows' forecasts must not change when what came after their origins does."""
    origin = DAY - timedelta(days=HORIZON)
    plan = make_plan(history, HORIZON, 1)
    planted = history.with_columns(
        pl.when(pl.col("ds") > origin).then(pl.col("y") * 1000 + 7).otherwise(pl.col("y")).alias("y")
    )
    outcomes = []
    for data in (history, planted):
        models = engine.fit_global_models([engine.gather_shard(data, plan)], plan)
        outcomes.append((models[1], engine.backtest_shard(data, plan, models).drop("y")))
    assert outcomes[0][0] == outcomes[1][0]
    assert outcomes[0][1].equals(outcomes[1][1])


def test_a_leak_that_is_planted_is_caught(history):
    """The test above can fail: a model that has learnt the window itself forecasts it otherwise."""
    plan = make_plan(history, HORIZON, 1)
    models = engine.fit_global_models([engine.gather_shard(history, plan)], plan)
    honest = engine.backtest_shard(history, plan, models)
    leaking = engine.backtest_shard(history, plan, {1: models[0]})
    assert not honest["boosted"].equals(leaking["boosted"])


def uncorrected(trained):
    return Calibration({"all": trained.fitted.model.calibration.pools["all"]})


def test_a_model_from_before_means_were_corrected_forecasts_and_is_measured(history, trained):
    model = replace(trained.fitted.model, window_calibrations={}, calibration=uncorrected(trained))
    _, rows = replace(trained, fitted=replace(trained.fitted, model=model)).forecast(history)
    assert rows["mean"].is_not_null().all() and (rows["q90"] >= rows["q50"]).all()
    told = engine.measure_shard(trained.backtest, trained.plan, model, is_own=True)
    assert told["wape"].is_not_null().all()
    assert held_out(told) == {None}


def held_out(told):
    return {figure for text in told["backtest"] for figure in json.loads(text)["held_out"].values()}


def test_only_a_models_own_backtest_has_windows_that_did_not_set_its_bands(trained):
    model = trained.fitted.model
    assert None not in held_out(engine.measure_shard(trained.backtest, trained.plan, model, is_own=True))
    assert held_out(engine.measure_shard(trained.backtest, trained.plan, model, is_own=False)) == {None}


def test_a_longer_horizon_and_a_new_product_need_no_training(history, trained):
    longer = pl.concat([history, daily_history([3.0] * 60, unique_id=500)])
    products, rows = trained.forecast(longer, 90)
    assert rows.height == 90 * 21
    assert products.filter(pl.col("product_id") == 500)["demand_class"].item() == "smooth"


def test_too_little_history_for_any_backtest_still_gives_a_wide_forecast():
    history = daily_history([3, 4, 5])
    _, rows = train(history).forecast(history, 3)
    assert rows["mean"].to_list() == [4, 4, 4]
    assert (rows["q90"] > rows["mean"]).all()


@pytest.mark.parametrize("frequency", ["week", "month"])
def test_days_can_be_forecast_by_the_week_or_the_month(frequency):
    history = make_history(days=800)
    products, rows = train(history, 6, frequency=frequency).forecast(history, 6)
    assert rows.height == 6 * products.height
    assert rows["day"].n_unique() == 6
    week = pl.col("day").dt.weekday() == 1 if frequency == "week" else pl.col("day").dt.day() == 1
    assert rows.select(week.all()).item()


def test_holidays_are_learnt_where_they_are_known():
    rng = np.random.default_rng(1)
    holidays = {(DAY - timedelta(days=back)).isoformat(): "GB: Feast" for back in range(-5, 700, 30)}
    parts = []
    for number in range(30):
        history = daily_history(rng.poisson(5, 700), unique_id=number)
        feast = pl.col("ds").cast(pl.String).is_in(list(holidays))
        parts.append(history.with_columns(pl.when(feast).then(pl.col("y") * 4).otherwise("y").alias("y")))
    history = pl.concat(parts)
    _, rows = train(history, holidays=holidays).forecast(history)
    mean = rows.group_by("day").agg(pl.col("mean").mean())
    feast = mean.filter(pl.col("day") == DAY + timedelta(days=5))["mean"][0]
    usual = mean.filter(pl.col("day") == DAY + timedelta(days=6))["mean"][0]
    assert feast > 2 * usual


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1e8, allow_nan=False), min_size=1, max_size=150), st.integers(1, 60))
def test_any_history_is_forecast_in_order_and_in_scale(y, horizon):
    history = pl.concat([daily_history(y), daily_history([1.0], unique_id=2)])
    products, rows = train(history, horizon, windows=2).forecast(history, horizon)
    series = 1 + (max(y) > 0)
    assert products.height == series
    assert rows.height == horizon * series
    table = rows.select(NAMES).to_numpy()
    assert np.isfinite(rows.select("mean", *NAMES).to_numpy()).all()
    assert (np.diff(table, axis=1) >= 0).all()
    assert (table >= 0).all()
    assert rows["mean"].max() <= 3 * max(*y, 1.0) + 1e-6


@pytest.mark.parametrize(
    "y",
    [
        [0.0] * 99 + [1.0],
        [7.0] * 200,
        [1.0, 2.0] * 50 + [1e7] + [1.0] * 99,
        [3.0] * 30 + [0.0] * 365 + [4.0] * 30,
        [1e-9] * 100,
    ],
    ids=["one-sale", "constant", "an-enormous-outlier", "a-gap-of-a-year", "next-to-nothing"],
)
def test_odd_histories_among_others_are_forecast_sanely(y):
    history = pl.concat([make_history(10, 430), daily_history(y, unique_id=99)])
    products, rows = train(history).forecast(history)
    mine = rows.filter(pl.col("product_id") == 99)
    assert np.isfinite(mine.select("mean", *NAMES).to_numpy()).all()
    assert mine["mean"].max() <= 3 * max(y)
    assert products.filter(pl.col("product_id") == 99)["reason"].item()


def test_every_method_is_told_in_the_backtest(trained):
    assert set(METHODS) <= set(trained.backtest.columns)


def test_one_enormous_outlier_leaves_the_bands_of_usual_days_and_is_pointed_out():
    usual = make_history(days=400)
    rng = np.random.default_rng(9)
    sold = rng.poisson(6, 400).astype(float)
    spoilt = sold.copy()
    spoilt[200] = 1e6
    bands, told = [], []
    for values in (sold, spoilt):
        history = pl.concat([usual, daily_history(values, unique_id=99)])
        products, rows = train(history).forecast(history)
        bands.append(rows.filter(pl.col("product_id") == 99).select("q10", "q50", "q90").mean().row(0))
        told.append(products.filter(pl.col("product_id") == 99)["reason"].item())
    assert bands[1] == pytest.approx(bands[0], rel=0.5)
    day = DAY - timedelta(days=199)
    assert f"Sales on {day} were over 20 times those of any other day: check them." in told[1]
    assert "check them" not in told[0]


def test_a_product_that_sold_on_one_day_has_a_band_of_its_size():
    history = pl.concat([make_history(series=3), daily_history([900.0], unique_id=99)])
    _, rows = train(history).forecast(history)
    own = rows.filter(pl.col("product_id") == 99)
    assert (own["q975"] > 2 * own["mean"]).all() and (own["q025"] < 0.5 * own["mean"]).all()


def test_a_new_product_beside_two_known_ones_is_not_believed_to_sell_more_than_they_do():
    history = pl.concat([make_history(series=2, days=400), daily_history([80_995], unique_id=99)])
    _, rows = train(history).forecast(history)
    assert rows.filter(pl.col("product_id") == 99)["mean"].max() < 20


def test_prices_after_an_origin_are_not_known_where_none_is_planned():
    """Prices that come after a window's origin may not change what it forecasts."""
    rng = np.random.default_rng(6)
    price = np.where(np.arange(300) // 9 % 3 == 0, 1.0, 2.0)
    parts = [
        daily_history(rng.poisson(20 / price), unique_id=number).with_columns(price=pl.Series(price))
        for number in range(20)
    ]
    history = pl.concat(parts)
    other = pl.when(pl.col("ds") > DAY - timedelta(days=HORIZON)).then(5.0).otherwise("price").alias("price")
    told = [train(each) for each in (history, history.with_columns(other))]
    assert told[0].plan.prices
    newest = [
        each.backtest.filter(pl.col("window") == pl.col("window").max()).select(
            "unique_id", "step", "boosted"
        )
        for each in told
    ]
    assert newest[0].equals(newest[1])
