"""Repeating demand goes on as it is, unless something that is known speaks against it."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from foresail.forecasting import engine
from foresail.forecasting.covariates.known import SCHEMA, Known
from foresail.forecasting.methods.running import RULED

from tests.factories import DAY, daily_history, make_history
from tests.forecasting import train

HORIZON = 14
WEEK = (12.0, 0.0, 5.0, 5.0, 0.0, 30.0, 0.0)


@pytest.mark.parametrize("week", [(12.0,) * 7, WEEK], ids=["every day alike", "every week alike"])
def test_repeating_demand_goes_on_to_the_unit_beside_products_that_have_a_season(week):
    repeating = daily_history((week * 43)[:300], unique_id=99)
    history = pl.concat([make_history(20, 300), repeating])
    products, rows = train(history).forecast(history)
    mine = rows.filter(pl.col("product_id") == 99)
    expected = [week[(300 + step) % 7] for step in range(HORIZON)]
    assert mine["mean"].to_list() == mine["q50"].round(1).to_list() == expected
    assert ((mine["q975"] - mine["q025"]) < 0.2 * max(week)).all()
    told = products.filter(pl.col("product_id") == 99).row(0, named=True)
    assert (told["method"], told["fell_back"]) == ("repeating_demand", False)
    assert (
        told["reason"]
        == "Nearly all of the last 90 days sold exactly as much as a week before, so the same is forecast."
    )


def test_repeating_demand_of_months_goes_on_and_one_that_missed_a_step_is_none():
    month = [date(2020 + number // 12, number % 12 + 1, 1) for number in range(48)]

    def sold(values, number):
        return pl.DataFrame({"unique_id": [number] * 48, "ds": month, "y": values})

    rng = np.random.default_rng(4)
    usual = [sold(rng.poisson(90, 48).astype(float), number) for number in range(20)]
    kept, missed = [70.0] * 48, [70.0] * 47 + [69.0]
    history = pl.concat([*usual, sold(kept, 98), sold(missed, 99)])
    products, rows = train(history, 6, as_of=month[-1]).forecast(history)
    methods = dict(products.select("product_id", "method").iter_rows())
    assert methods[98] == "repeating_demand" != methods[99]
    assert rows.filter(pl.col("product_id") == 98)["mean"].to_list() == [70.0] * 6


def test_repeating_demand_with_a_closed_summer_is_left_to_what_knows_the_year():
    weeks = [date(2022, 1, 3) + timedelta(weeks=number) for number in range(230)]
    sold = [0.0 if day.month in (7, 8) else 10.0 for day in weeks]
    end = max(place for place, day in enumerate(weeks) if (day.month, day.day) < (6, 10))
    rng = np.random.default_rng(4)
    usual = [rng.poisson(9, end + 1).astype(float) for _ in range(20)]
    history = pl.concat(
        pl.DataFrame({"unique_id": [number] * (end + 1), "ds": weeks[: end + 1], "y": values})
        for number, values in enumerate([*usual, sold[: end + 1]])
    )
    products, rows = train(history, 13, as_of=weeks[end]).forecast(history)
    assert products.filter(pl.col("product_id") == 20)["method"].item() != "repeating_demand"
    assert rows.filter(pl.col("product_id") == 20)["mean"].min() < 6


def test_repeating_demand_with_a_promotion_ahead_is_left_to_what_knows_of_it():
    repeating = daily_history([12.0] * 300, unique_id=99)
    history = pl.concat([make_history(20, 300), repeating])
    event = pl.DataFrame(
        {"unique_id": [99], "ds": [DAY + timedelta(days=4)], "event": ["Promo"], "price": [None]},
        schema=SCHEMA,
    )
    known = Known({}, event)
    products, _ = train(history, known=known).forecast(history)
    assert products.filter(pl.col("product_id") == 99)["method"].item() != "repeating_demand"


def test_a_backtest_from_before_repeating_demand_is_measured_as_it_was():
    trained = train(make_history())
    plan, model = trained.plan, trained.fitted.model
    now = engine.measure_shard(trained.backtest, plan, model, True)
    for older in (trained.backtest.drop(RULED), trained.backtest.rename({RULED: "standing"})):
        assert engine.measure_shard(older, plan, model, True).equals(now)


def test_one_odd_day_does_not_end_what_always_sells_seven():
    odd = daily_history([7.0] * 299 + [8.0], unique_id=99)
    history = pl.concat([make_history(20, 300), odd])
    products, rows = train(history).forecast(history)
    mine = rows.filter(pl.col("product_id") == 99)
    assert mine["mean"].to_list() == [7.0] * HORIZON
    assert mine.select((pl.col("q10") <= 7).all() & (pl.col("q90") >= 7).all()).item()
    assert products.filter(pl.col("product_id") == 99)["method"].item() == "repeating_demand"


def test_what_sells_eight_for_four_days_goes_on_no_more():
    history = pl.concat([make_history(20, 300), daily_history([7.0] * 296 + [8.0] * 4, unique_id=99)])
    products, _ = train(history).forecast(history)
    assert products.filter(pl.col("product_id") == 99)["method"].item() != "repeating_demand"
