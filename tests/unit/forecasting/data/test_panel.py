from datetime import timedelta

import numpy as np
import polars as pl
from foresail.forecasting.data.panel import build_panel
from foresail.forecasting.data.periods import DAILY, WEEKLY
from foresail.forecasting.data.timeline import find_missing
from foresail.forecasting.plan import Plan

from tests.factories import DAY, daily_history
from tests.forecasting import make_plan, open_history


def test_a_gap_is_zero_from_the_first_sale_to_the_last_day_of_all_data():
    panel = open_history(daily_history([5, 0, 0, 3]), as_of=DAY + timedelta(days=1)).panel
    assert panel.values.tolist() == [[5, 0, 0, 3, 0]]
    assert panel.first.tolist() == [0]


def test_a_product_that_was_only_returned_is_no_series():
    history = pl.concat([daily_history([1, 2]), daily_history([0, 0], unique_id=2)])
    assert open_history(history).panel.ids.tolist() == [1]


def test_a_shard_has_the_columns_of_all_data():
    history = pl.concat([daily_history([1.0] * 50), daily_history([2.0] * 3, unique_id=2)])
    alone = build_panel(history.filter(pl.col("unique_id") == 2), make_plan(history).timeline)
    assert alone.values.shape == (1, 50)
    assert alone.first.tolist() == [47]


def test_a_long_silence_of_a_whole_catalogue_is_missing_and_a_closed_day_is_not():
    selling = np.full(40, 20.0)
    selling[[6, 13]] = 0
    selling[20:28] = 0
    assert find_missing(selling, DAILY) == tuple(range(20, 28))
    assert find_missing(selling[:20], DAILY) == ()


def test_a_handful_of_products_may_well_all_be_quiet():
    assert find_missing(np.array([2.0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3]), DAILY) == ()


def test_missing_days_are_filled_with_the_usual_before_them_and_counted_in_the_plan():
    parts = []
    for number in range(8):
        y = [float(day % 7 + 1) for day in range(60)]
        y[30:40] = [0.0] * 10
        parts.append(daily_history(y, unique_id=number))
    history = pl.concat(parts)
    plan = make_plan(history)
    assert plan.timeline.missing == tuple(range(30, 40))
    filled = build_panel(history, plan.timeline).values[0, 30:40]
    assert filled.tolist() == [float(day % 7 + 1) for day in range(30, 40)]


def test_only_the_newest_years_are_looked_back_on():
    history = daily_history([1.0] * (DAILY.history + 50))
    panel = open_history(history).panel
    assert panel.values.shape == (1, DAILY.history)
    assert panel.first.tolist() == [0]


def test_the_newest_price_goes_on_until_another_is_known():
    history = daily_history([1, 1, 0, 1]).with_columns(pl.Series("price", [2.0, 2.0, None, 3.0]))
    panel = build_panel(history, make_plan(history).timeline)
    assert panel.price.tolist() == [[2, 2, 2, 3]]


def test_weekly_data_are_one_column_a_week():
    weeks = [DAY - timedelta(days=7 * number) for number in range(10)]
    history = pl.DataFrame({"unique_id": [1] * 10, "ds": weeks, "y": [4.0] * 10})
    panel = open_history(history).panel
    assert panel.timeline.frequency is WEEKLY
    assert panel.values.shape == (1, 10)


def test_a_plan_survives_storing():
    plan = make_plan(daily_history([1.0] * 100), holidays={"2026-01-01": "GB: New Year's Day"})
    assert Plan.from_bytes(plan.to_bytes()) == plan
