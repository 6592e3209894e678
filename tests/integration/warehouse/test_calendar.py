"""The calendar is one person's at a time, and no larger than a training bears."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from foresail.actions import calendar as actions
from foresail.errors import BadRequest, EntryChanged, UnknownEntry
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


def test_an_entry_is_added_changed_and_removed_each_with_its_line_in_the_audit_log(deployed):
    fair, other = entries_of("Fair", 2)
    kept, is_new = actions.add(fair, "ann")
    assert is_new and actions.add(fair, "ann") == (kept, False)
    moved = actions.change_entry(kept["id"], other, "bob", kept["version"])
    assert (moved["id"], moved["first_day"]) == (kept["id"], other["first_day"])
    assert actions.change_entry(kept["id"], other, "bob") == moved
    actions.remove(kept["id"], "eve", moved["version"])
    with reading(deployed.engine) as connection:
        assert calendar.read(connection) == []
        log = audit.search(connection, Page(sort="id"))["entries"]
    assert [(line["who"], line["action"].split()[0]) for line in log] == [
        ("ann", "add"),
        ("bob", "change"),
        ("eve", "remove"),
    ]


def test_an_entry_that_someone_else_changed_or_removed_is_not_overwritten(deployed):
    fair, other = entries_of("Fair", 2)
    kept, _ = actions.add(fair, "ann")
    actions.change_entry(kept["id"], other, "bob", kept["version"])
    with pytest.raises(EntryChanged):
        actions.change_entry(kept["id"], fair, "ann", kept["version"])
    with pytest.raises(EntryChanged):
        actions.remove(kept["id"], "ann", kept["version"])
    actions.remove(kept["id"], "bob")
    for number in (kept["id"], 0, 2**40):
        with pytest.raises(UnknownEntry):
            actions.change_entry(number, fair, "ann")


def test_an_entry_of_a_product_that_is_not_known_is_refused(deployed):
    with pytest.raises(BadRequest, match="products that have no sales: tea"):
        actions.add(entries_of("Fair", 1)[0] | {"product": "tea"}, "ann")


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
