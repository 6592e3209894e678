"""Steps without a sale are counted by what they are taken for."""

import polars as pl
from foresail.forecasting.data.gaps import count_gaps
from foresail.forecasting.data.periods import DAILY
from foresail.forecasting.data.summary import summarise

from tests.factories import daily_history
from tests.forecasting import make_plan, steps_of


def count(history):
    plan = make_plan(history)
    steps = steps_of(history)
    return count_gaps(plan.timeline, summarise(history, steps.frequency, steps.since).series)


def catalogue(days=60, products=8):
    """Each product sells on every day but its own tenth."""
    return [[float((day + number) % 10 > 0) for day in range(days)] for number in range(products)]


def history_of(table):
    return pl.concat([daily_history(row, unique_id=number) for number, row in enumerate(table)])


def test_a_silence_of_all_is_told_with_its_days_and_is_no_zero():
    table = catalogue()
    for row in table:
        row[20:30] = [0.0] * 10
        row[45] = 0.0
    told = count(history_of(table))
    assert (told["steps"], told["closed"], told["not_sent"]) == (60, 1, 10)
    [[first, last]] = told["spans"]
    days = make_plan(history_of(table)).timeline.frequency.steps(daily_history([1.0] * 60)["ds"].min(), 60)
    assert (first, last) == (days[20].isoformat(), days[29].isoformat())
    begun = [next(day for day, units in enumerate(row) if units) for row in table]
    expected = [
        sum(not units for day, units in enumerate(row) if day >= begin and not 20 <= day < 30)
        for row, begin in zip(table, begun, strict=True)
    ]
    assert told["zeros"] == sum(expected)
    assert told["series_steps"] == sum(50 - begin for begin in begun)


def test_where_every_day_sells_nothing_is_counted():
    told = count(history_of([[1.0] * 60] * 8))
    assert (told["closed"], told["not_sent"], told["spans"], told["zeros"]) == (0, 0, [], 0)
    assert told["series_steps"] == 8 * 60


def test_what_lies_before_the_years_that_are_looked_back_on_is_not_counted():
    row = [1.0, 0.0] * ((DAILY.history + 50) // 2)
    told = count(history_of([row] * 2))
    assert told["steps"] == DAILY.history
    assert told["series_steps"] == 2 * DAILY.history
    assert told["zeros"] == 2 * row[-DAILY.history :].count(0.0)
