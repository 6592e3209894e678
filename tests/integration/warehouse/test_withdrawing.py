"""Uploads that replace, add, take only new days, and are withdrawn, as planners send them."""

from datetime import timedelta

import pytest
from foresail.warehouse import names, uploads
from foresail.warehouse import sales as warehouse_sales
from foresail.warehouse.connecting import reading, writing
from sqlalchemy import event

from tests.factories import DAY, sale
from tests.factories import sales as lines
from tests.integration.warehouse.uploading import PRODUCTS, add_upload, demand, withdraw


def history(days=60, products=("Tea", "Milk"), more=0, first=0):
    return [
        sale(product, 5 + offset % 3 + more, date=DAY + timedelta(days=offset), transaction_id=None)
        for offset in range(first, first + days)
        for product in products
    ]


def store(engine, number, *rows, mode=None, covers=None):
    upload_id = add_upload(engine, number, mode, covers)
    warehouse_sales.store_upload(engine, upload_id, lines(*rows))
    with reading(engine) as connection:
        return uploads.get(connection, upload_id)


def units(engine):
    return sum(demand(engine).values())


def test_a_history_sent_again_with_a_corrected_cell_is_not_counted_twice(engine):
    store(engine, 1, *history())
    once = units(engine)
    rows = history()
    rows[5]["quantity"] += 3
    again = store(engine, 2, *rows)
    assert units(engine) == once + 3
    assert (again.mode, again.covers, again.mode_from) == ("replace", "period", "rule")


def test_the_next_week_with_a_day_of_the_last_one_is_added_but_for_that_day(engine):
    store(engine, 1, *history(7))
    store(engine, 2, *history(7, first=6, more=1))
    assert units(engine) == sum(row["quantity"] for row in [*history(6), *history(7, first=6, more=1)])


def test_a_corrected_product_replaces_its_own_sales_and_leaves_the_others(engine):
    store(engine, 1, *history())
    told = store(engine, 2, *history(products=("Tea",), more=1)[:58])
    assert told.covers == "products"
    tea = sum(quantity for (product, _, _), quantity in demand(engine).items() if product == "Tea")
    left = history(products=("Tea",))[58:]
    assert tea == sum(row["quantity"] for row in [*history(products=("Tea",), more=1)[:58], *left])
    assert sum(1 for product, _, _ in demand(engine) if product == "Milk") == 60


def test_two_corrected_days_replace_these_days_alone(engine):
    store(engine, 1, *history())
    rows = history(products=("Tea",))
    told = store(engine, 2, rows[3] | {"quantity": 50}, rows[40] | {"quantity": 1})
    assert told.covers == "rows"
    assert (
        units(engine)
        == sum(r["quantity"] for r in history()) + 50 + 1 - rows[3]["quantity"] - rows[40]["quantity"]
    )


def test_a_second_till_is_added_where_that_is_said(engine):
    store(engine, 1, *history())
    store(engine, 2, *history(), mode="add")
    assert units(engine) == 2 * sum(row["quantity"] for row in history())


def test_only_new_days_are_taken_where_that_is_said(engine):
    store(engine, 1, *history(10))
    told = store(engine, 2, *history(12, more=9), mode="new-days")
    assert (told.rows_stored, told.rows_superseded) == (4, 20)


def test_products_of_a_withdrawn_upload_are_named_as_the_next_writes_them(engine):
    store(engine, 1, sale("TEA", transaction_id=None), sale("Rye", transaction_id=None))
    store(engine, 2, sale("Tea", transaction_id=None))
    withdraw(engine, 1)
    with reading(engine) as connection:
        assert names.catalogue(connection) == ["Tea"]
        assert names.unknown(connection, ["tea", "Rye"]) == ["Rye"]


@pytest.mark.parametrize("at", range(1, 40, 3))
def test_a_withdrawal_killed_at_any_statement_and_run_again_gives_the_same_tables(engine, at):
    store(engine, 1, *history(6))
    before = demand(engine)
    told = store(engine, 2, *history(6, more=1))
    statements = 0

    class Killed(BaseException):
        pass

    def kill(*_):
        nonlocal statements
        statements += 1
        if statements == at:
            raise Killed

    with writing(engine) as connection:
        uploads.withdraw(connection, told.id, "ann")
    event.listen(engine, "before_cursor_execute", kill)
    try:
        warehouse_sales.withdraw_upload(engine, told.id, lambda _: PRODUCTS)
    except Killed:
        pass
    finally:
        event.remove(engine, "before_cursor_execute", kill)
    warehouse_sales.withdraw_upload(engine, told.id, lambda _: PRODUCTS)
    assert demand(engine) == before
