from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from foresail.forecasting import artifact, engine
from foresail.forecasting.artifact import ArtifactDamaged
from foresail.forecasting.backtesting import backtest_horizon
from foresail.forecasting.intervals import COLUMNS
from foresail.forecasting.series import measure_activity
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import DAY, daily_history

HORIZON = 14


def make_history(series=20, days=200, seed=3):
    rng = np.random.default_rng(seed)
    week = np.array([1, 1, 1, 1.2, 1.5, 2, 0.5])
    parts = [
        daily_history(rng.poisson(rng.uniform(0.3, 8) * np.resize(week, days)), unique_id=number)
        for number in range(series)
    ]
    return pl.concat(parts)


def train(history, windows=3):
    return engine.fit(engine.backtest_shard(history, measure_activity(history, DAY), DAY, HORIZON, windows))


def forecast(history, model, horizon=HORIZON):
    return engine.forecast_shard(history, measure_activity(history, DAY), DAY, model, horizon)


def test_the_choice_beats_seasonal_naive_where_noise_is_all_there_is():
    figures = {
        (row["segment"], row["method"], row["name"]): row["value"] for row in train(make_history()).metrics
    }
    assert figures["all", "chosen", "wape"] < figures["all", "seasonal_naive", "wape"]


def test_the_band_holds_about_what_it_says_on_a_window_it_has_not_seen():
    figures = {row["name"]: row["value"] for row in train(make_history(60)).metrics}
    assert 0.74 <= figures["coverage_80"] <= 0.86
    assert 0.85 <= figures["coverage_90"] <= 0.95


def test_quantiles_never_cross_and_nothing_is_negative():
    history = make_history()
    _, rows = forecast(history, train(history).model)
    table = rows.select(COLUMNS).to_numpy()
    assert (np.diff(table, axis=1) >= 0).all()
    assert (rows.select("mean", *COLUMNS).to_numpy() >= 0).all()
    assert rows["day"].min() == DAY + timedelta(days=1)


def test_a_sparse_product_is_not_forecast_on_a_day_that_everything_is_closed():
    rng = np.random.default_rng(5)
    parts = []
    for number in range(40):
        sold = daily_history(rng.poisson(0.4, 200), unique_id=number)
        closed = pl.col("ds").dt.weekday() == 6
        parts.append(sold.with_columns(pl.when(closed).then(0.0).otherwise("y").alias("y")))
    history = pl.concat(parts)
    fitted = train(history)
    assert fitted.model.choices["all"] in ("ses_weekly", "tsb_weekly", "seasonal_mean")
    _, rows = forecast(history, fitted.model)
    assert rows.filter(pl.col("day").dt.weekday() == 6)["mean"].max() == 0


def test_zero_demand_can_be_forecast_and_is_said():
    still = daily_history([5] * 60 + [0] * 200, unique_id=99)
    history = pl.concat([make_history(), still])
    products, rows = forecast(history, train(history).model)
    why = products.filter(pl.col("product_id") == 99).row(0, named=True)
    assert (why["demand_class"], why["method"], why["fell_back"]) == ("no-longer-sold", "zero", True)
    assert rows.filter(pl.col("product_id") == 99).select("mean", *COLUMNS).to_numpy().max() == 0


def test_a_product_with_one_sale_is_forecast_and_says_why():
    history = pl.concat([make_history(), daily_history([4], unique_id=99)])
    products, rows = forecast(history, train(history).model)
    why = products.filter(pl.col("product_id") == 99).row(0, named=True)
    assert (why["fell_back"], why["method"]) == (True, "history_mean")
    assert "1 days" in why["reason"]
    assert rows.filter(pl.col("product_id") == 99).height == HORIZON


def test_one_freak_order_of_a_new_product_is_not_believed_to_come_every_day():
    history = pl.concat([make_history(), daily_history([80_995], unique_id=99)])
    model = train(history).model
    _, rows = forecast(history, model)
    assert rows.filter(pl.col("product_id") == 99)["mean"].max() == model.level_max
    assert model.level_max < 20


def test_forecasts_are_the_same_to_the_byte_in_any_shards_and_any_order():
    history = make_history()
    model = train(history).model
    whole = forecast(history, model)[1]
    halves = [history.filter(pl.col("unique_id") % 2 == rest).reverse() for rest in (1, 0)]
    activity = measure_activity(history, DAY)
    parts = [engine.backtest_shard(half, activity, DAY, HORIZON, 3) for half in halves]
    assert artifact.save(engine.fit(pl.concat(parts)).model) == artifact.save(model)
    sharded = pl.concat([engine.forecast_shard(half, activity, DAY, model, HORIZON)[1] for half in halves])
    assert sharded.sort("product_id", "day").equals(whole)


def test_a_leak_from_after_the_origin_would_be_seen():
    """The windows' forecasts must not change when what came after their origins does."""
    history = make_history()
    origin = DAY - timedelta(days=HORIZON)
    planted = history.with_columns(
        pl.when(pl.col("ds") > origin).then(pl.col("y") * 1000 + 7).otherwise(pl.col("y")).alias("y")
    )
    before, after = (
        engine.backtest_shard(data, measure_activity(data, DAY), DAY, HORIZON, 1).drop("y")
        for data in (history, planted)
    )
    assert before.equals(after)


def test_a_model_survives_storing_and_a_changed_byte_is_seen():
    model = train(make_history()).model
    data, checksum = artifact.save(model)
    assert artifact.load(data, checksum) == model
    with pytest.raises(ArtifactDamaged):
        artifact.load(data.replace(b"0", b"1", 1), checksum)


def test_too_little_history_for_any_backtest_still_gives_a_wide_forecast():
    history = daily_history([3, 4, 5])
    fitted = train(history)
    _, rows = forecast(history, fitted.model, 3)
    assert rows["mean"].to_list() == [4, 4, 4]
    assert (rows["q90"] > rows["mean"]).all()


def test_windows_shrink_with_the_history():
    assert backtest_horizon(DAY - timedelta(days=729), DAY, 28, 3) == 28
    assert backtest_horizon(DAY - timedelta(days=59), DAY, 28, 3) == 10
    assert backtest_horizon(DAY, DAY, 28, 3) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1e8, allow_nan=False), min_size=1, max_size=150), st.integers(1, 60))
def test_any_history_is_forecast_in_order_and_in_scale(y, horizon):
    history = pl.concat([daily_history(y), daily_history([1.0], unique_id=2)])
    activity = measure_activity(history, DAY)
    model = engine.fit(engine.backtest_shard(history, activity, DAY, horizon, 2)).model
    products, rows = forecast(history, model, horizon)
    series = 1 + (max(y) > 0)
    assert products.height == series
    assert rows.height == horizon * series
    table = rows.select(COLUMNS).to_numpy()
    assert np.isfinite(rows.select("mean", *COLUMNS).to_numpy()).all()
    assert (np.diff(table, axis=1) >= 0).all()
    assert (table >= 0).all()
