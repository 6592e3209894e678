"""What is known in advance, by step."""

from datetime import date, timedelta

import polars as pl
from foresail.forecasting.covariates.known import NOTHING, SCHEMA, spread_entries
from foresail.forecasting.data.periods import DAILY, WEEKLY

from tests.factories import DAY


def entry(first, last=None, event=None, product_id=None, unit_price=None):
    return {
        "first_day": first,
        "last_day": last or first,
        "event": event,
        "product_id": product_id,
        "unit_price": unit_price,
    }


def test_entries_are_spread_over_their_days_and_added_up_to_weeks():
    week = entry(DAY, DAY + timedelta(days=6), "fair", 1, 2.0)
    everybody = entry(DAY, DAY + timedelta(days=1), "strike")
    daily = spread_entries([week, everybody], DAILY, 0)
    assert daily.own.height == 7
    assert sorted(daily.shared) == [DAY.isoformat(), (DAY + timedelta(days=1)).isoformat()]
    assert spread_entries([week], WEEKLY, 0).own.rows() == [(1, DAY, "fair", 2.0)]


def test_of_two_entries_the_first_event_and_the_last_price_count():
    told = spread_entries(
        [
            entry(DAY, None, "fair", 1, 2.0),
            entry(DAY, None, "sale", 1, 3.0),
            entry(DAY, None, "strike"),
            entry(DAY, None, "feast"),
        ],
        DAILY,
        0,
    )
    assert told.own.rows() == [(1, DAY, "fair", 3.0)]
    assert told.shared == {DAY.isoformat(): "strike"}


def test_names_and_prices_are_found():
    told = spread_entries([entry(DAY, None, "sale", 2), entry(DAY, None, "fair", 1)], DAILY, 0)
    assert (told.event_names, told.has_prices) == (("fair", "sale"), False)
    assert spread_entries([entry(DAY, None, None, 2, 4.5)], DAILY, 0).has_prices
    assert (NOTHING.event_names, NOTHING.has_prices) == ((), False)


def test_what_is_known_of_a_product_is_known_of_its_series():
    told = spread_entries([entry(date(2026, 1, 1), None, "sale", 2, 3.0)], DAILY, 0)
    series = pl.DataFrame({"unique_id": [21, 20, 10], "product_id": [2, 2, 1]})
    own = told.of_series(series).own
    assert own["unique_id"].to_list() == [20, 21]
    assert own.columns == list(SCHEMA)
