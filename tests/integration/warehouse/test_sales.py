"""Storing sales: any order and any repetition gives the same tables, on SQLite and on MariaDB."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import polars as pl
import pytest
from foresail.warehouse import sales as warehouse_sales
from foresail.warehouse import uploads
from foresail.warehouse.connecting import address_for_child, reading
from foresail.warehouse.tables import daily_demand, products, sales, stores
from sqlalchemy import event, select

from tests.factories import DAY, sale
from tests.factories import sales as lines
from tests.integration.warehouse.uploading import add_upload


def store(engine, *rows, number=1):
    upload_id = add_upload(engine, number)
    return upload_id, warehouse_sales.store_upload(engine, upload_id, lines(*rows))


def demand(engine):
    query = (
        select(products.c.name, daily_demand.c.day, daily_demand.c.quantity, daily_demand.c.returned)
        .join(products, products.c.id == daily_demand.c.product_id)
        .order_by(products.c.name, daily_demand.c.day, daily_demand.c.store_id)
    )
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(query)]


def by_name(engine):
    """The sales with names for numbers: what must not depend on the order of uploads."""
    query = (
        select(
            sales.c.transaction_key, sales.c.line, sales.c.upload_id, sales.c.day, products.c.name,
            stores.c.name, sales.c.quantity, sales.c.unit_price,
        )
        .join(products, products.c.id == sales.c.product_id)
        .outerjoin(stores, stores.c.id == sales.c.store_id)
        .order_by(sales.c.transaction_key, sales.c.line)
    )  # fmt: skip
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_two_files_of_one_day_add_up(engine):
    store(engine, sale(quantity=2, transaction_id="T1"), number=1)
    store(engine, sale(quantity=3, transaction_id="T2"), number=2)
    assert demand(engine) == [("Tea", DAY, 5, 0)]


def test_a_transaction_uploaded_again_replaces_itself_even_on_another_day(engine):
    store(engine, sale(quantity=2), sale(product="Milk", quantity=1), number=1)
    store(engine, sale(quantity=7, date=DAY + timedelta(days=40)), number=2)
    assert demand(engine) == [("Tea", DAY + timedelta(days=40), 7, 0)]


def test_returns_are_kept_and_never_count_as_negative_sales(engine):
    store(engine, sale(quantity=2), sale(quantity=-5, transaction_id="T2"))
    assert demand(engine) == [("Tea", DAY, 2, 5)]
    assert len(by_name(engine)) == 2


def test_lines_without_transaction_ids_add_up_within_a_file_and_not_across_files(engine):
    for number in (1, 2):
        store(engine, sale(transaction_id=None), sale(transaction_id=None), number=number)
    assert demand(engine) == [("Tea", DAY, 4, 0)]


def test_an_id_can_not_pass_for_an_upload_without_ids(engine):
    upload_id, _ = store(engine, sale(transaction_id=None), number=1)
    store(engine, sale(transaction_id=f"u:{upload_id}"), number=2)
    assert len(by_name(engine)) == 2


def test_names_that_differ_in_case_are_one_product_and_accents_are_not(engine):
    store(engine, sale("Café"), sale("CAFÉ", transaction_id="T2"), sale("Cafe", transaction_id="T3"))
    assert [row[0] for row in demand(engine)] == ["CAFÉ", "Cafe"] or len(demand(engine)) == 2


def test_stores_producers_and_prices_are_kept(engine):
    store(engine, sale(store="North", producer="P9", unit_price=1.25))
    with reading(engine) as connection:
        row = connection.execute(select(sales.c.producer, sales.c.unit_price)).one()
    assert tuple(row) == ("P9", 1.25)
    assert by_name(engine)[0][5] == "North"


def test_the_newest_upload_wins_in_whatever_order_they_are_stored(engine):
    first = add_upload(engine, 1)
    second = add_upload(engine, 2)
    newer = warehouse_sales.store_upload(engine, second, lines(sale("TEA", quantity=7)))
    older = warehouse_sales.store_upload(
        engine, first, lines(sale("Tea", quantity=2), sale(quantity=1, transaction_id="T2"))
    )
    assert (newer.rows_stored, older.rows_stored, older.rows_superseded) == (1, 1, 1)
    assert demand(engine) == [("Tea", DAY, 8, 0)]


def test_storing_an_upload_again_changes_nothing(engine):
    upload_id, first = store(engine, sale(), sale(transaction_id="T2"))
    before = by_name(engine), demand(engine)
    assert warehouse_sales.store_upload(engine, upload_id, lines(sale(), sale(transaction_id="T2"))) == first
    assert (by_name(engine), demand(engine)) == before


def test_ten_uploads_at_once_are_each_whole(engine):
    def lines_of(number):
        day = DAY + timedelta(days=number % 3)
        return [
            sale(f"P{product}", quantity=number, transaction_id=f"T{number % 4}-{product}", date=day)
            for product in range(20)
        ]

    numbers = [add_upload(engine, number) for number in range(1, 11)]

    def store_one(number):
        return warehouse_sales.store_upload(engine, number, lines(*lines_of(number)))

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(store_one, reversed(numbers)))
    rows = by_name(engine)
    newest = {f"t:T{number % 4}-{product}": number for number in numbers for product in range(20)}
    assert {row[0]: row[2] for row in rows} == newest
    total = sum(quantity for _, _, quantity, _ in demand(engine))
    assert total == sum(row[6] for row in rows)
    with reading(engine) as connection:
        versions = connection.execute(select(uploads.uploads.c.data_version)).scalars().all()
    assert sorted(versions) == list(range(1, 11))


class Killed(BaseException):
    """The process died here."""


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 11, 13])
def test_storing_killed_at_any_statement_and_run_again_gives_the_same_tables(engine, at):
    store(engine, sale(quantity=9), sale("Milk", transaction_id="T2"), number=1)
    upload_id = add_upload(engine, 2)
    rows = lines(sale(quantity=1), sale("Bread", transaction_id="T3", date=DAY + timedelta(days=30)))
    before = by_name(engine), demand(engine)
    statements = 0

    def kill(*_):
        nonlocal statements
        statements += 1
        if statements == at:
            raise Killed

    event.listen(engine, "before_cursor_execute", kill)
    try:
        with pytest.raises(Killed):
            warehouse_sales.store_upload(engine, upload_id, rows)
    finally:
        event.remove(engine, "before_cursor_execute", kill)
    assert (by_name(engine), demand(engine)) == before
    warehouse_sales.store_upload(engine, upload_id, rows)
    assert demand(engine) == [
        ("Bread", DAY + timedelta(days=30), 2, 0),
        ("Milk", DAY, 2, 0),
        ("Tea", DAY, 1, 0),
    ]


def test_a_large_upload_is_stored_row_for_row(engine):
    rows = pl.DataFrame(
        {
            "row": range(30_000),
            "date": [date(2025, 1, 1) + timedelta(days=number % 365) for number in range(30_000)],
            "product": [f"P{number % 300}" for number in range(30_000)],
            "quantity": [float(number % 7 - 1) for number in range(30_000)],
            "unit_price": [1.5] * 30_000,
            "transaction_id": [f"T{number // 3}" for number in range(30_000)],
            "store": [None] * 30_000,
            "producer": [None] * 30_000,
        },
        schema_overrides={"store": pl.String, "producer": pl.String},
    )
    upload_id = add_upload(engine, 1)
    assert warehouse_sales.store_upload(engine, upload_id, rows).rows_stored == 30_000
    sold = rows.filter(pl.col("quantity") > 0)["quantity"].sum()
    assert sum(quantity for _, _, quantity, _ in demand(engine)) == sold


STORE = """
import sys
import polars as pl
from foresail.warehouse.connecting import open_warehouse
from foresail.warehouse.sales import store_upload
url, upload_id, path = sys.argv[1:]
engine = open_warehouse(url)
print("storing", flush=True)
store_upload(engine, int(upload_id), pl.read_parquet(path))
"""


def test_a_process_that_is_killed_while_it_stores_leaves_nothing_and_the_next_stores_all(engine, tmp_path):
    rows = pl.concat(
        [lines(sale(f"P{number % 50}", transaction_id=f"T{number}")) for number in range(300)] * 60
    ).with_columns(pl.format("{}-{}", "transaction_id", pl.int_range(pl.len())).alias("transaction_id"))
    rows.write_parquet(tmp_path / "rows.parquet")
    upload_id = add_upload(engine, 1)
    url = address_for_child(engine)
    command = [sys.executable, "-c", STORE, url, str(upload_id), str(tmp_path / "rows.parquet")]
    for milliseconds in (50, 200, 400):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"storing\n"
        time.sleep(milliseconds / 1000)
        process.kill()
        process.wait()
        assert len(by_name(engine)) in (0, rows.height)
    assert subprocess.run(command, check=True, capture_output=True).returncode == 0
    assert len(by_name(engine)) == rows.height
    assert sum(quantity for _, _, quantity, _ in demand(engine)) == rows["quantity"].sum()
