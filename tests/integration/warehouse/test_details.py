"""What uploads say of products and lines, through storing, replacing and withdrawing."""

import random
from datetime import timedelta

import polars as pl
import pytest
from foresail.paging import Page
from foresail.warehouse import attributes, products, sold
from foresail.warehouse import sales as warehouse_sales
from foresail.warehouse.connecting import reading
from foresail.warehouse.migrating import migrate

from tests.factories import DAY, sale
from tests.factories import sales as lines
from tests.integration.warehouse.uploading import add_upload, withdraw

SAID = {"product": pl.String, "name": pl.String, "value": pl.String}


def store(engine, number, said, *rows, details=None):
    upload_id = add_upload(engine, number)
    frame = lines(*(rows or [sale("Tea", date=DAY + timedelta(days=number), transaction_id=f"T{number}")]))
    for name, values in (details or {}).items():
        frame = frame.with_columns(pl.Series(name, values))
    told = pl.DataFrame([("Tea", *each) for each in said], schema=SAID, orient="row")
    warehouse_sales.store_upload(engine, upload_id, frame, said=told)
    return upload_id


def tea(engine):
    with reading(engine) as connection:
        (found,) = products.search(connection, Page(10, 0, None))["products"]
    return found["category"], found["attributes"]


def total(engine, **wanted):
    with reading(engine) as connection:
        days = sold.read_sales(connection, sold.Wanted(**wanted))["days"]
    return sum(day["quantity"] for day in days)


def test_the_newest_word_counts_and_the_one_before_returns_when_it_is_withdrawn(engine):
    store(engine, 1, [("category", "Drinks"), ("Colour", "Green")])
    second = store(engine, 2, [("category", "Hot drinks")])
    assert tea(engine) == ("Hot drinks", {"Colour": "Green"})
    withdraw(engine, second)
    assert tea(engine) == ("Drinks", {"Colour": "Green"})


def test_any_order_of_storing_and_withdrawing_says_the_same(engine):
    for seed in range(6):
        drawn = random.Random(seed)
        kept = {}
        for number in range(4):
            said = [(name, drawn.choice("ABC")) for name in ("category", "Colour") if drawn.random() < 0.7]
            upload_id = store(engine, 10 * seed + number, said)
            kept[upload_id] = dict(said)
        for upload_id in drawn.sample(sorted(kept), 2):
            withdraw(engine, upload_id)
            del kept[upload_id]
        wanted = {name: value for upload_id in sorted(kept) for name, value in kept[upload_id].items()}
        category, others = tea(engine)
        found = {**others, **({"category": category} if category else {})}
        assert {**found} == {**found, **wanted}


def test_products_are_found_by_what_is_said_of_them(engine):
    store(engine, 1, [("category", "Hot Drinks"), ("Colour", "Green")])
    with reading(engine) as connection:
        for wanted in (
            {"text": "hot dr"},
            {"said": [("category", "hot drinks")]},
            {"said": [("colour", "GREEN"), ("category", "Hot Drinks")]},
        ):
            assert products.search(connection, Page(10, 0, None), **wanted)["total"] == 1, wanted
        assert products.search(connection, Page(10, 0, None), said=[("Colour", "Red")])["total"] == 0
        assert attributes.list_values(connection) == [
            {"name": "category", "value": "Hot Drinks", "products": 1},
            {"name": "Colour", "value": "Green", "products": 1},
        ]


def test_sales_add_up_by_category_customer_and_channel(engine):
    rows = [sale("Tea", 2), sale("Rice", 5), sale("Tea", -1)]
    details = {"customer": ["ACME", "Bolt", "ACME"], "channel": ["Web", "Shop", "Web"]}
    store(engine, 1, [("category", "Drinks")], *rows, details=details)
    assert total(engine) == 7
    assert total(engine, category="drinks") == 2
    assert total(engine, customer="acme") == 2
    assert total(engine, channel="Shop") == 5
    assert total(engine, channel="Shop", product="Tea") == 0


def test_the_stock_at_the_end_of_a_step_is_that_of_its_last_day_over_all_stores(engine):
    rows = [
        sale("Tea", 1, date=DAY + timedelta(days=day), store=name, transaction_id=None)
        for day in range(3)
        for name in ("North", "South")
    ]
    store(engine, 1, [], *rows, details={"stock": [9.0, 5.0, 8.0, 4.0, 7.0, None]})
    with reading(engine) as connection:
        days = sold.read_sales(connection, sold.Wanted("Tea"), by="week")["days"]
        north = sold.read_sales(connection, sold.Wanted("Tea", "North"))["days"]
    assert [day["stock"] for day in days] == [11.0]
    assert [day["stock"] for day in north] == [9.0, 8.0, 7.0]


def test_the_price_of_a_step_is_the_mean_paid_for_its_units_where_sales_say_it(engine):
    paid = [(0, 3, 2.0), (0, 1, 4.0), (1, 2, None), (2, 4, 5.0), (2, -4, 9.0), (3, 6, 2.0), (3, 2, None)]
    rows = [
        sale("Tea", units, date=DAY + timedelta(days=day), unit_price=price, transaction_id=None)
        for day, units, price in paid
    ]
    store(engine, 1, [], *rows, sale("Milk", 9, unit_price=1.0), details={"channel": ["Web"] * 8})
    with reading(engine) as connection:
        by_day, of_lines, by_week, of_all = [
            [step["price"] for step in sold.read_sales(connection, wanted, by=by)["days"]]
            for wanted, by in (
                (sold.Wanted("Tea"), "day"),
                (sold.Wanted("Tea", channel="web"), "day"),
                (sold.Wanted("Tea"), "week"),
                (sold.Wanted(), "week"),
            )
        ]
    assert by_day == of_lines == [2.5, None, 5.0, 2.0]
    assert by_week == [(3 * 2 + 4 + 4 * 5 + 8 * 2) / 16]
    assert of_all == [None]


@pytest.mark.parametrize("again", [1, 3])
def test_storing_twice_says_nothing_twice(engine, again):
    upload_id = store(engine, 1, [("category", "Drinks")])
    for _ in range(again):
        warehouse_sales.store_upload(engine, upload_id, lines(sale("Tea")))
    assert tea(engine) == ("Drinks", {})


def test_names_with_letters_beyond_ascii_are_found_as_they_are_written(engine):
    store(engine, 1, [("Ärmel", "Überlang")], sale("Tea", 2), details={"customer": ["Ümit"]})
    assert total(engine, customer="Ümit") == 2
    with reading(engine) as connection:
        found = products.search(connection, Page(10, 0, None), said=[("Ärmel", "ÜBERLANG")])
    assert found["total"] == 1


def test_customers_whose_names_differ_by_an_accent_are_two(engine):
    names = ["Müller", "Muller", "muller"]
    rows = [sale("Tea", date=DAY, transaction_id=f"T{each}", quantity=2 + 3 * each) for each in range(3)]
    store(engine, 1, [], *rows, details={"customer": names})
    asked = {
        name: total(engine, customer=name) for name in ("Müller", "MÜLLER", "Muller", "MULLER", "Mu_ler")
    }
    assert asked == {"Müller": 2, "MÜLLER": 2, "Muller": 13, "MULLER": 13, "Mu_ler": 0}


def test_prices_of_days_that_were_counted_before_are_mended_once_the_warehouse_is_migrated(engine):
    paid = [(3, 2.0, None), (1, 4.0, "North"), (3, None, "North"), (-2, 9.0, "North"), (2, None, "South")]
    rows = [sale("Tea", units, unit_price=price, store=store) for units, price, store in paid]
    store(engine, 1, [], *rows, sale("Milk", 9, unit_price=1.0))

    def revenues():
        with engine.begin() as connection:
            return connection.exec_driver_sql(
                "SELECT product_id, day, store_id, revenue FROM daily_demand ORDER BY 1, 2, 3"
            ).all()

    counted = revenues()
    for wrong in ("revenue / 2", "revenue"):
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE daily_demand SET revenue = {wrong} WHERE revenue = 16.0")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0022'")
        assert (revenues() == counted) == (wrong == "revenue")
        migrate(engine)
        assert revenues() == counted


def test_a_history_longer_than_a_window_may_be_is_read_from_where_the_longest_begins(engine):
    long_ago = DAY - timedelta(days=sold.DAYS_MAX + 5)
    store(engine, 1, [], sale("Tea", 7, date=long_ago), sale("Tea", 3))
    with reading(engine) as connection:
        by_day, by_month = (
            sold.read_sales(connection, sold.Wanted("Tea"), by=by)["days"] for by in ("day", "month")
        )
    assert len(by_day) == sold.DAYS_MAX + 1
    assert by_month[0]["day"].day == 1 and by_month[0]["day"] > by_day[0]["day"]
    assert sum(day["quantity"] for day in by_day) == sum(month["quantity"] for month in by_month) == 3
