from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from foresail.forecasting import engine
from foresail.forecasting.covariates.known import spread_entries
from foresail.forecasting.data.periods import DAILY
from foresail.forecasting.plan import FINAL

from tests.factories import DAY, daily_history
from tests.forecasting import train

SERIES, DAYS = 30, 500


def entry(first, last=None, event=None, product_id=None, unit_price=None):
    return {
        "first_day": first,
        "last_day": last or first,
        "event": event,
        "product_id": product_id,
        "unit_price": unit_price,
    }


def promoted(rng):
    """Daily demand that is four times as much on promotions; and the promotions, past and ahead."""
    parts, entries = [], []
    for number in range(SERIES):
        lift = np.ones(DAYS)
        for start in rng.integers(0, DAYS - 10, 12):
            lift[start : start + 5] = 4
            first = DAY - timedelta(days=DAYS - 1 - int(start))
            entries.append(entry(first, first + timedelta(days=4), "promotion", number))
        parts.append(daily_history(rng.poisson(5 * lift), unique_id=number))
    entries.append(entry(DAY + timedelta(days=3), DAY + timedelta(days=5), "promotion", 7))
    return pl.concat(parts), spread_entries(entries, DAILY, 0)


@pytest.fixture(scope="module")
def trained():
    history, known = promoted(np.random.default_rng(1))
    return history, train(history, known=known)


def test_a_promotion_ahead_lifts_the_product_it_is_planned_for_and_no_other(trained):
    history, model = trained
    _, rows = model.forecast(history)
    of = {number: rows.filter(pl.col("product_id") == number)["mean"].to_numpy() for number in (7, 8)}
    assert of[7][2:5].mean() > 2 * of[7][6:].mean()
    assert of[8][2:5].mean() < 1.5 * of[8][6:].mean()


def test_knowing_promotions_makes_the_backtest_better(trained):
    history, model = trained

    def wape(trained):
        return next(each.value for each in trained.fitted.metrics if each[:3] == ("all", "chosen", "wape"))

    assert wape(model) < 0.9 * wape(train(history))


def test_a_planned_price_counts_where_prices_moved_demand():
    rng = np.random.default_rng(2)
    parts = []
    for number in range(SERIES):
        price = np.where(rng.random(DAYS // 10).repeat(10) < 0.3, 5.0, 10.0)
        y = rng.poisson(np.where(price < 8, 20, 5))
        parts.append(daily_history(y, unique_id=number).with_columns(pl.Series("price", price)))
    history = pl.concat(parts)
    tomorrow = DAY + timedelta(days=1)
    cheap = entry(tomorrow, tomorrow + timedelta(days=13), None, 3, 5.0)
    dear = entry(tomorrow, tomorrow + timedelta(days=13), None, 4, 10.0)
    _, rows = train(history, known=spread_entries([cheap, dear], DAILY, 0)).forecast(history)
    mean = {number: rows.filter(pl.col("product_id") == number)["mean"].mean() for number in (3, 4)}
    assert mean[3] > 2 * mean[4]


def test_a_model_that_learnt_other_events_still_forecasts(trained):
    history, model = trained
    other = train(history, holidays={"2026-03-05": "GB: Feast"})
    _, rows = engine.forecast_shard(history, other.plan, model.fitted.model, model.models[FINAL], 14)
    assert np.isfinite(rows["mean"].to_numpy()).all()
    assert rows.height == 14 * SERIES
