"""What an event did when it came last: against the same weekdays before it, without those of other events."""

from datetime import timedelta

import pytest
from foresail.clock import now
from foresail.errors import BadRequest
from foresail.paging import Page
from foresail.warehouse import calendar, past_events, runs, sales
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.tables import models

from tests.factories import DAY, sale
from tests.factories import sales as lines
from tests.integration.warehouse.uploading import add_upload

USUAL = (4, 4, 4, 4, 6, 10, 2)
"""By weekday, from Monday."""
DAYS = 120
FIRST = Page()


@pytest.fixture
def store(engine):
    """Store units by day (0 is DAY, a Monday) and product, as one upload."""

    def store(sold):
        rows = [
            sale(product, units, transaction_id=f"{product} {day}", date=DAY + timedelta(days=day))
            for product, days in sold.items()
            for day, units in days.items()
        ]
        sales.store_upload(engine, add_upload(engine, 1), lines(*rows))

    return store


@pytest.fixture
def ask(engine):
    """Keep a calendar of (event, product, first, last), and ask what its events did."""

    def ask(*entries, page=FIRST, after=None):
        kept = [
            calendar.Entry(
                first_day=DAY + timedelta(days=first),
                last_day=DAY + timedelta(days=last),
                event=event,
                product=product,
                unit_price=None,
            )
            for event, product, first, last in entries
        ]
        with writing(engine) as connection:
            calendar.replace(connection, kept)
        with reading(engine) as connection:
            return past_events.search(connection, page, after and DAY + timedelta(days=after))

    return ask


def usual_days(**others):
    """A product's usual days, and others as day_<number>=units."""
    changed = {int(name.removeprefix("day_")): units for name, units in others.items()}
    return {day: USUAL[day % 7] for day in range(DAYS)} | changed


def test_an_event_is_told_against_the_same_weekdays_before_it(store, ask):
    store({"Tea": usual_days(day_102=18, day_103=30), "Milk": usual_days()})
    answer = ask(("Fair", "tea", 102, 103), ("Fair", "tea", 60, 60), ("Fair", "tea", 200, 201))
    assert answer["total"] == 1
    (told,) = answer["events"]
    last = {"first_day": DAY + timedelta(days=102), "last_day": DAY + timedelta(days=103)}
    assert told == {
        "event": "Fair", "product": "Tea", "came": 2, "since": DAY + timedelta(days=60),
        "last": {**last, "sold": 48, "usual": 6 + 10, "beside": []},
    }  # fmt: skip


def test_what_is_usual_knows_no_other_event_nor_what_came_later(store, ask):
    sale_days = {f"day_{day}": 100 for day in (*range(77, 84), *range(98, 105), *range(105, 112))}
    store({"Tea": usual_days(**sale_days)})
    (fair,) = ask(("Fair", "tea", 98, 104), ("Sale", None, 77, 83))["events"][:1]
    assert (fair["last"]["sold"], fair["last"]["usual"]) == (700, sum(USUAL))


def test_days_in_a_row_are_one_occurrence_and_other_events_on_them_are_named(store, ask):
    store({"Tea": usual_days()})
    answer = ask(
        ("Easter", None, 90, 90), ("Easter", None, 91, 91), ("Easter", None, 92, 94), ("Fair", "tea", 93, 99)
    )
    easter, fair = answer["events"]
    assert (easter["came"], easter["last"]["last_day"]) == (1, DAY + timedelta(days=94))
    assert (easter["last"]["beside"], fair["last"]["beside"]) == ([], ["Easter"])


def test_an_event_that_has_not_come_in_the_sales_stored_has_no_last_time(store, ask):
    fair = ("Fair", None, DAYS + 30, DAYS + 31)
    nothing = {"event": "Fair", "product": None, "came": 0, "since": None, "last": None}
    assert ask(fair)["events"] == [nothing]
    store({"Tea": usual_days()})
    assert ask(fair, ("Fair", None, -90, -80))["events"] == [nothing]


def test_one_that_is_under_way_is_told_as_far_as_it_has_come_only_where_none_is_over(store, ask):
    store({"Tea": usual_days()})
    under_way = ("Fair", None, DAYS - 2, DAYS + 5)
    assert ask(under_way)["events"][0]["last"]["last_day"] == DAY + timedelta(days=DAYS - 1)
    assert ask(("Fair", None, 80, 81), under_way)["events"][0]["last"]["last_day"] == DAY + timedelta(days=81)


def test_nothing_is_usual_of_a_product_that_was_not_sold_long_enough_before(store, ask):
    young = dict.fromkeys(range(80, DAYS), 5)
    store({"Tea": young, "Milk": usual_days()})
    last = ask(("Fair", "tea", 95, 96))["events"][0]["last"]
    assert (last["sold"], last["usual"]) == (10, None)


def test_by_the_week_whole_weeks_are_told_where_the_forecasts_are_by_the_week(engine, store, ask):
    weeks = dict.fromkeys(range(3, DAYS, 7), 10)
    store({"Tea": weeks | {94: 30}})
    publish(engine, "week", DAY + timedelta(days=115))
    answer = ask(("Fair", None, 95, 96))
    assert answer["step"] == "week"
    assert (answer["events"][0]["last"]["sold"], answer["events"][0]["last"]["usual"]) == (30, 10)


def publish(engine, frequency, as_of):
    with writing(engine) as connection:
        values = {"snapshot_key": "s", "started_at": now(), "data_version": 1, "as_of": as_of, "gaps": "{}"}
        connection.execute(models.insert().values(dag_run_id="a", frequency=frequency, **values))
        model_id = connection.execute(models.select()).mappings().one()["id"]
        run_id = runs.start(connection, "a", model_id, model_id, 8, now())
        runs.publish(connection, run_id, now())


def test_events_come_by_name_a_page_at_a_time_and_those_that_are_over_can_be_left_out(store, ask):
    store({"Tea": usual_days()})
    entries = [(name, None, first, first) for name, first in (("Fair", 200), ("Easter", 90), ("Sale", 210))]
    assert [told["event"] for told in ask(*entries, after=DAYS)["events"]] == ["Fair", "Sale"]
    answer = ask(*entries, page=Page(limit=1, offset=1, sort="-event"))
    assert (answer["total"], [told["event"] for told in answer["events"]]) == (3, ["Fair"])
    with pytest.raises(BadRequest, match="cannot be sorted"):
        ask(*entries, page=Page(sort="units"))
