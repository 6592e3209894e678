"""Orders that keep to a calendar are found, and no others."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.order_rhythms import find_rhythms

from tests.factories import DAY, daily_history
from tests.forecasting import open_history, train

DAYS = 400
FIRST = DAY - timedelta(days=DAYS - 1)


def ordered(suits, size=60.0, miss=()):
    """A product that is ordered on the days that suit, but for some of its orders, counted from the last."""
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    places = [place for place, day in enumerate(days) if suits(day)]
    missing = {places[-1 - back] for back in miss}
    return [size if place in places and place not in missing else 0.0 for place in range(DAYS)]


def rhythm_of(values, horizon=35):
    demand = pl.concat([daily_history(values), daily_history([1.0] * DAYS, unique_id=2)])
    return find_rhythms(open_history(demand), DAYS - 1, horizon).get(0)


def first_working_day(day):
    month = day.replace(day=1)
    return day == (month if month.weekday() < 5 else month + timedelta(days=7 - month.weekday()))


@pytest.mark.parametrize(
    ("suits", "words"),
    [
        (lambda day: (DAY - day).days % 14 == 5, "every 14 days"),
        (lambda day: day.day == 12, "on day 12 of each month"),
        (lambda day: (day + timedelta(days=1)).day == 1, "on the last day of each month"),
        (first_working_day, "on day 1 of each month, or the Monday after a weekend"),
    ],
)
def test_a_rhythm_is_found_with_its_next_days(suits, words):
    values = ordered(suits)
    found = rhythm_of(values)
    assert (found.words, found.size) == (words, 60)
    assert found.due == [step for step in range(35) if suits(DAY + timedelta(days=step + 1))] != []


@pytest.mark.parametrize("miss", [(2,), (5,)])
def test_one_missing_order_does_not_end_a_rhythm(miss):
    assert rhythm_of(ordered(lambda day: (DAY - day).days % 14 == 5, miss=miss)) is not None
    assert rhythm_of(ordered(lambda day: day.day == 12, miss=miss)) is not None


def test_a_rhythm_that_stopped_is_none():
    every = lambda day: (DAY - day).days % 14 == 5  # noqa: E731
    demand = pl.concat([
        daily_history(ordered(every, miss=(0, 1))), daily_history([1.0] * DAYS, unique_id=2),
    ])  # fmt: skip
    assert find_rhythms(open_history(demand), DAYS - 1, 35) == {}


@pytest.mark.parametrize("seed", range(20))
def test_orders_by_chance_keep_no_rhythm(seed):
    assert rhythm_of((np.random.default_rng(seed).uniform(size=DAYS) < 1 / 12).astype(float)) is None


def test_what_is_ordered_to_a_calendar_is_forecast_on_its_days_and_says_so():
    rng = np.random.default_rng(3)
    others = [daily_history(rng.poisson(5, DAYS), unique_id=number) for number in range(2, 12)]
    demand = pl.concat([daily_history(ordered(lambda day: day.day == 12)), *others])
    products, rows = train(demand, 35).forecast(demand)
    own = rows.filter(pl.col("product_id") == 1).with_columns(due=pl.col("day").dt.day() == 12)
    assert own.filter("due")["mean"].to_list() == [60.0]
    assert own.filter("due").select(pl.col("q10").is_between(50, 59)).item()
    assert own.filter(~pl.col("due")).select(pl.col("mean", "q975").sum()).row(0) == (0.0, 0.0)
    why = products.filter(pl.col("product_id") == 1).row(0, named=True)
    assert why["method"] == "order_rhythm"
    assert why["reason"].startswith("Ordered on day 12 of each month, 6 times in a row or more")
