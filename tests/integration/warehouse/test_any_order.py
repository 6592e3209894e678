"""Uploads that replace, add, take only new days, and are withdrawn: the sales follow from the uploads alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from foresail.warehouse import integrity, tables, uploads
from foresail.warehouse import sales as warehouse_sales
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.tables import products, sales, stores, superseded_sales
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.factories import DAY, sale
from tests.factories import sales as lines
from tests.integration.warehouse.uploading import PRODUCTS, add_upload, demand, withdraw

STORES = [None, "North", "South"]


@dataclass(frozen=True)
class Sent:
    """An upload of the test: its lines, and how it was sent."""

    lines: tuple
    mode: str | None
    covers: str | None


line = st.builds(
    lambda product, store, offset, quantity, transaction: (product, store, offset, quantity, transaction),
    st.sampled_from(PRODUCTS),
    st.sampled_from(STORES),
    st.integers(0, 4),
    st.integers(1, 5),
    st.sampled_from([None, None, None, "A", "B", "C"]),
)
sent = st.builds(
    Sent,
    st.lists(line, min_size=1, max_size=8).map(tuple),
    st.sampled_from([None, "replace", "add", "new-days"]),
    st.sampled_from(["period", "products", "rows", None]),
)


def frame(upload):
    return lines(
        *(
            sale(
                product, quantity, store=store, date=DAY + timedelta(days=offset), transaction_id=transaction
            )
            for product, store, offset, quantity, transaction in upload.lines
        )
    )


def held(engine):
    """What counts, with names for numbers: (product, store, day, quantity, upload)."""
    query = (
        select(products.c.name, stores.c.name, sales.c.day, sales.c.quantity, sales.c.upload_id)
        .join(products, products.c.id == sales.c.product_id)
        .outerjoin(stores, stores.c.id == sales.c.store_id)
    )
    with reading(engine) as connection:
        return Counter(tuple(row) for row in connection.execute(query))


def covers_line(upload, mode, covers, one):
    """Whether an upload covers a line, said as plainly as can be."""
    product, store, offset, _, _ = one
    offsets = [other[2] for other in upload.lines]
    ours = [line for line in upload.lines if line[4] is None] if is_mixed(upload) else upload.lines
    if mode != "replace" or (is_mixed(upload) and one[4]) or not min(offsets) <= offset <= max(offsets):
        return False
    has_stores = any(other[1] for other in ours)
    wanted = {
        "period": lambda other: True,
        "products": lambda other: other[0] == product,
        "rows": lambda other: (other[0], other[2]) == (product, offset),
    }[covers]
    return any(wanted(other) and (not has_stores or other[1] == store) for other in ours)


def is_mixed(upload):
    return len({line[4] is None for line in upload.lines}) == 2


def expected(active, decided):
    """The lines that count, by asking of each line whether any other upload stands in for it."""
    found = Counter()
    for number, upload in active.items():
        for one in upload.lines:
            product, store, offset, quantity, _transaction = one
            if any(
                _stands_in(other, active[other], decided, number, one) for other in active if other != number
            ):
                continue
            found[(product, store, DAY + timedelta(days=offset), float(quantity), number)] += 1
    return found


def _stands_in(other, upload, decided, number, one):
    _, store, offset, _, transaction = one
    if other > number:
        holds = transaction is not None and any(line[4] == transaction for line in upload.lines)
        return holds or covers_line(upload, *decided[other], one)
    if decided[number][0] != "new-days":
        return False
    return any(line[2] == offset and (None in (line[1], store) or line[1] == store) for line in upload.lines)


TOUCHED = (
    tables.daily_demand,
    tables.sales,
    tables.superseded_sales,
    tables.emptied_transactions,
    tables.alias_uses,
    tables.products,
    tables.stores,
    tables.uploads,
)


def empty(engine):
    with engine.begin() as connection:
        for table in TOUCHED:
            connection.execute(table.delete())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.lists(sent, min_size=1, max_size=5))
def test_any_order_of_uploads_and_withdrawals_leaves_what_the_uploads_left_alone_say(engine, data, batch):
    empty(engine)
    numbers = {add_upload(engine, n, one.mode, one.covers): one for n, one in enumerate(batch, 1)}
    for number in data.draw(st.permutations(list(numbers))):
        warehouse_sales.store_upload(engine, number, frame(numbers[number]))
    gone = data.draw(st.lists(st.sampled_from(list(numbers)), unique=True))
    anew = data.draw(st.lists(st.sampled_from(list(numbers)), unique=True))
    for number in anew:
        with writing(engine) as connection:
            table = uploads.uploads
            connection.execute(update(table).where(table.c.id == number).values(must_restore=True))
        warehouse_sales.store_upload(engine, number, frame(numbers[number]))
    for number in gone:
        withdraw(engine, number)
    with reading(engine) as connection:
        rows = connection.execute(select(uploads.uploads)).mappings().all()
        aside = connection.execute(select(superseded_sales.c.upload_id)).scalars().all()
        moving = connection.exec_driver_sql("SELECT COUNT(*) FROM moving_lines").scalar()
        checks = (
            integrity.find_wrong_counts,
            integrity.find_wrongly_set_aside,
            integrity.find_wrong_demand,
        )
        assert [fault for check in checks for fault in check(connection)] == []
    decided = {row["id"]: (row["mode"], row["covers"]) for row in rows}
    active = {number: one for number, one in numbers.items() if number not in gone}
    wanted = expected(active, decided)
    assert held(engine) == wanted, (batch, decided, gone, anew)
    by_key = Counter()
    for (product, store, day, quantity, _), count in wanted.items():
        by_key[(product, store, day)] += quantity * count
    assert demand(engine) == dict(by_key)
    counted = {number: sum(c for row, c in wanted.items() if row[4] == number) for number in active}
    assert {row["id"]: row["rows_stored"] for row in rows if row["id"] in active} == counted
    assert Counter(aside) == Counter(
        {
            n: row["rows_superseded"]
            for n in active
            for row in rows
            if row["id"] == n and row["rows_superseded"]
        }
    )
    assert moving == 0
