"""The calendar is one person's at a time, and no larger than a training bears."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from foresail.actions import calendar as actions
from foresail.errors import BadRequest
from foresail.paging import Page
from foresail.warehouse import audit, calendar
from foresail.warehouse.connecting import reading, writing

from tests.factories import DAY


def entries_of(name, count=50):
    days = [DAY + timedelta(days=number) for number in range(count)]
    return [
        {"first_day": day, "last_day": day, "event": name, "product": None, "unit_price": None}
        for day in days
    ]


def test_of_calendars_sent_at_once_one_stays_whole_and_the_others_are_kept(deployed):
    def replace(name):
        actions.replace(entries_of(name), name)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(replace, ("ann", "bob", "eve", "ida")))
    kept = [deployed.storage.read_json(key) for key in deployed.storage.keys("calendars")]
    with reading(deployed.engine) as connection:
        now = calendar.read(connection)
        log = audit.search(connection, Page(), action="replace calendar")
    assert len(now) == 50 and len({entry["event"] for entry in now}) == 1
    events = [entry["event"] for before in kept for entry in before] + [entry["event"] for entry in now]
    assert sorted(set(events)) == ["ann", "bob", "eve", "ida"] and len(events) == 200
    assert log["total"] == 4


def test_more_days_of_products_than_a_training_bears_are_refused_before_anything_changes(engine):
    year = {
        "first_day": DAY,
        "last_day": DAY + timedelta(days=364),
        "event": "Sale",
        "product": "tea",
        "unit_price": None,
    }
    with writing(engine) as connection, pytest.raises(BadRequest, match="the limit is 1,000,000"):
        calendar.replace(connection, [year] * 2_740)
