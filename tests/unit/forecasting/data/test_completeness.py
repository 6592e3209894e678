"""What of the newest sales seems not to have been sent yet is told; what is usual is not."""

from datetime import date, timedelta

import polars as pl
import pytest
from foresail.forecasting.data.completeness import find_first_day, find_late_stores, find_partial
from foresail.forecasting.data.periods import DAILY, MONTHLY, Steps
from foresail.forecasting.data.timeline import Timeline

from tests.factories import DAY, daily_history
from tests.forecasting import make_plan, measure_activity

BY_DAY = Steps(DAILY, 0, DAY)


def partial_of(table):
    history = pl.concat([daily_history(row, unique_id=number) for number, row in enumerate(table)])
    return find_partial(measure_activity(history), make_plan(history).timeline)


def catalogue(late=0, days=120, products=12):
    """All but the first product sold nothing on the newest `late` days; nobody sells on a Sunday."""
    week = (DAY - timedelta(days=days - 1)).weekday()
    table = [[0.0 if (week + day) % 7 == 6 else 5.0 for day in range(days)] for _ in range(products)]
    for row in table[1:]:
        row[days - late :] = [0.0] * late
    return table


def test_days_of_one_product_of_many_are_told_with_what_is_usual():
    assert partial_of(catalogue(late=8)) == {
        "since": (DAY - timedelta(days=7)).isoformat(),
        "steps": 8,
        "products": pytest.approx(7 / 8),
        "usual_products": 12,
    }


def test_a_few_days_a_short_history_a_small_catalogue_and_a_usual_end_are_not_told():
    assert partial_of(catalogue(late=6)) is None
    assert partial_of(catalogue()) is None
    assert partial_of(catalogue(late=8, days=50)) is None
    assert partial_of(catalogue(late=8, products=3)) is None


def test_a_season_in_which_few_sell_every_year_is_not_told():
    months = [date(2022 + number // 12, number % 12 + 1, 1) for number in range(37)]
    rows = [(number, day, 5.0) for day in months for number in range(12) if number < 2 or day.month > 2]
    history = pl.DataFrame(rows, schema=["unique_id", "ds", "y"], orient="row")
    timeline = make_plan(history, 3, as_of=months[-1]).timeline
    assert find_partial(measure_activity(history), timeline) is None


def partial_of_selling(selling):
    """Days on which so many products sold something."""
    first = DAY - timedelta(days=len(selling) - 1)
    days = pl.date_range(first, DAY, "1d", eager=True)
    activity = pl.DataFrame({"ds": days, "units": [float(each) for each in selling], "selling": selling})
    timeline = Timeline(DAILY, 0, first, len(selling), (), tuple(activity["units"]))
    return find_partial(activity.filter(pl.col("selling") > 0), timeline)


def test_less_than_a_quarter_of_the_usual_products_is_incomplete_and_a_quarter_is_not():
    assert partial_of_selling([12] * 120 + [3] * 10) is None
    assert partial_of_selling([12] * 120 + [2] * 10)["steps"] == 10


def test_a_quarter_of_the_products_of_a_year_before_is_incomplete_and_more_is_not():
    for before, found in ((8, 10), (7, None)):
        selling = [12] * 100 + [before] * 10 + [12] * (DAILY.year - 10) + [2] * 10
        partial = partial_of_selling(selling)
        assert (partial and partial["steps"]) == found


@pytest.mark.parametrize(
    ("days", "usual", "found"), [(7, 12, True), (6, 12, False), (8, 5, True), (8, 4, False)]
)
def test_seven_days_of_a_catalogue_that_usually_sells_five_products_are_enough(days, usual, found):
    assert (partial_of_selling([usual] * 120 + [1 - usual // 5 // 2] * days) is not None) == found


@pytest.mark.parametrize(("days", "found"), [(55, False), (56, True), (57, True)])
def test_a_usual_step_is_told_from_twice_a_short_history_on(days, found):
    assert (partial_of_selling([12] * (days - 8) + [1] * 8) is not None) == found


def test_days_without_any_sale_before_the_first_of_the_newest_are_not_counted():
    partial = partial_of_selling([12] * 120 + [0, 0, 0] + [1] * 8)
    assert (partial["steps"], partial["products"]) == (8, 1.0)


def stores_of(**silent):
    """Stores that sold on every day until so many days ago."""
    rows = [
        {"name": name, "ds": DAY - timedelta(days=ago)}
        for name, since in silent.items()
        for ago in range(since, 146)
    ]
    return pl.DataFrame(rows).filter(pl.col("ds") >= find_first_day(BY_DAY))


def test_stores_that_sold_often_and_then_nothing_are_told_the_latest_last():
    late = find_late_stores(stores_of(North=0, East=7, South=30, West=6, Old=91, Gone=90), BY_DAY)
    assert late == [
        {"name": "Gone", "last_day": (DAY - timedelta(days=90)).isoformat()},
        {"name": "South", "last_day": (DAY - timedelta(days=30)).isoformat()},
        {"name": "East", "last_day": (DAY - timedelta(days=7)).isoformat()},
    ]


def test_a_store_that_sells_now_and_then_is_never_late():
    rare = pl.DataFrame({"name": "Kiosk", "ds": [DAY - timedelta(days=ago) for ago in range(8, 146, 5)]})
    assert find_late_stores(pl.concat([stores_of(North=0), rare]), BY_DAY) == []
    assert find_late_stores(rare.clear(), BY_DAY) == []


@pytest.mark.parametrize(("sold", "found"), [(27, 0), (28, 1)])
def test_a_store_that_sold_on_half_of_the_days_before_it_fell_silent_is_late(sold, found):
    days = [DAY - timedelta(days=8 + 2 * number) for number in range(sold)]
    assert len(find_late_stores(pl.DataFrame({"name": "Kiosk", "ds": days}), BY_DAY)) == found


def test_twenty_late_stores_are_named():
    late = find_late_stores(stores_of(**{f"S{number}": 10 for number in range(25)}), BY_DAY)
    assert len(late) == 20


@pytest.mark.parametrize("newest", [date(2026, 2, 1), date(2026, 3, 1), date(2026, 5, 1)])
def test_a_store_that_has_not_sent_the_newest_month_is_late_whatever_its_length(newest):
    months = pl.date_range(newest - timedelta(days=500), newest, "1d", eager=True)
    months = [day for day in months if day.day == 1]
    sold = pl.DataFrame(
        {"name": ["North"] * len(months) + ["South"] * (len(months) - 1), "ds": [*months, *months[:-1]]}
    )
    late = find_late_stores(sold, Steps(MONTHLY, 0, newest))
    assert late == [{"name": "South", "last_day": months[-2].isoformat()}]
