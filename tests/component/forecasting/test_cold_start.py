"""Products with little history, or none, are forecast by like ones, end to end."""

import numpy as np
import polars as pl
from foresail.forecasting import engine
from foresail.forecasting.cold_start.analogs import find_analogs
from foresail.forecasting.data.periods import DAILY
from foresail.forecasting.data.summary import summarise
from foresail.forecasting.plan import FINAL

from tests.factories import daily_history
from tests.forecasting import teas_and_sofas, train


def test_a_new_product_borrows_the_level_of_products_alike_in_name_and_says_whose():
    history, names = teas_and_sofas()
    trained = train(history)
    analogs = find_analogs(summarise(history, DAILY), names, trained.plan.timeline)[0]
    assert analogs["unique_id"].to_list() == [99]
    assert 18 < analogs["analog_level"].item() < 22
    products, rows = engine.forecast_shard(
        history, trained.plan, trained.fitted.model, trained.models[FINAL], 14, analogs=analogs
    )
    why = products.filter(pl.col("product_id") == 99).row(0, named=True)
    assert why["fell_back"]
    assert "Tea" in why["reason"] and "Sofa" not in why["reason"]
    mine = rows.filter(pl.col("product_id") == 99)
    assert 10 < mine["mean"].mean() < 25
    assert (mine["q95"] > 1.5 * mine["mean"]).all()
    assert (mine["q05"] < mine["mean"]).all()


def test_a_new_product_is_not_forecast_on_a_weekday_on_which_like_ones_hardly_sell():
    history, names = teas_and_sofas()
    quiet = (pl.col("ds").dt.weekday() == 7) & (pl.col("ds").dt.day() > 3) & (pl.col("unique_id") != 99)
    history = history.with_columns(pl.when(quiet).then(0.0).otherwise("y").alias("y"))
    trained = train(history)
    analogs = find_analogs(summarise(history, DAILY), names, trained.plan.timeline)[0]
    _, rows = engine.forecast_shard(
        history, trained.plan, trained.fitted.model, trained.models[FINAL], 14, analogs=analogs
    )
    mine = rows.filter(pl.col("product_id") == 99)
    sunday = pl.col("day").dt.weekday() == 7
    assert mine.filter(sunday)["mean"].max() < 0.3 * mine.filter(~sunday)["mean"].min()


def with_listed(steps, name="Tea blue", unique_id=99):
    """The catalogue, and a product that was listed on the newest `steps` days and never sold."""
    history, names = teas_and_sofas((name, 2.0))
    others = history.filter(pl.col("unique_id") != 99)
    listed = daily_history(np.zeros(steps), unique_id=unique_id).with_columns(price=pl.lit(None, pl.Float64))
    listed_price = pl.when(pl.col("unique_id") == 99).then(2.0)
    return pl.concat([others, listed]), names.with_columns(listed_price=listed_price)


def forecast_of_listed(steps, name="Tea blue"):
    history, names = with_listed(steps, name)
    trained = train(history)
    analogs = find_analogs(summarise(history, DAILY), names, trained.plan.timeline)[0]
    products, rows = engine.forecast_shard(
        history, trained.plan, trained.fitted.model, trained.models[FINAL], 14, analogs=analogs
    )
    return products.filter(pl.col("product_id") == 99), rows.filter(pl.col("product_id") == 99)


def test_a_product_that_was_listed_and_never_sold_is_forecast_as_like_products_sell_with_wide_bands():
    products, rows = forecast_of_listed(1)
    why = products.row(0, named=True)
    assert (why["method"], why["demand_class"], why["fell_back"]) == ("like products", "short", True)
    assert "Tea" in why["reason"] and "Sofa" not in why["reason"]
    assert why["coverage_80"] is None
    assert 14 < rows["mean"].mean() < 20
    assert (rows["q90"] > 2 * rows["mean"]).all() and (rows["q10"] < rows["mean"] / 5).all()
    quantiles = rows.select(pl.selectors.starts_with("q")).to_numpy()
    assert (quantiles[:, 1:] >= quantiles[:, :-1]).all() and (quantiles >= 0).all()


def test_each_day_that_it_is_listed_and_not_sold_lowers_its_forecast_until_there_is_none():
    levels = [forecast_of_listed(steps)[1]["mean"].mean() for steps in (1, 7, 20)]
    assert levels == sorted(levels, reverse=True)
    assert forecast_of_listed(28)[0].is_empty()


def test_what_is_listed_under_a_name_like_no_other_is_not_forecast():
    products, rows = forecast_of_listed(1, "Lawnmower")
    assert products.is_empty() and rows.is_empty()
