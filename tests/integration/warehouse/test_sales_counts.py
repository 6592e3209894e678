"""How many lines of sales there are is kept count of, so that GET /stats reads no sales."""

from datetime import timedelta

from foresail.warehouse import stats
from foresail.warehouse import uploads as stored_uploads
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import sales, uploads
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from tests.factories import DAY, sale
from tests.integration.warehouse.test_sales import store


def counted(engine):
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(sales)).scalar_one()


def told(engine):
    with reading(engine) as connection:
        return stored_uploads.count_sales(connection)


def asked_of(engine):
    """The statements that GET /stats asks."""
    statements = []

    def listen(connection, cursor, statement, parameters, context, executemany):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    with reading(engine) as connection:
        stats.read_stats(connection)
    event.remove(engine, "before_cursor_execute", listen)
    return statements


def test_no_sale_is_counted_for_the_stats(engine):
    store(engine, sale(transaction_id="a"), sale(transaction_id="b"))
    assert not any(f"FROM {sales.name}" in statement for statement in asked_of(engine))


def test_lines_that_were_added_and_replaced_are_counted(engine):
    assert told(engine) == 0
    store(engine, sale(transaction_id="a"), sale(transaction_id="b"), sale(transaction_id=None))
    assert told(engine) == counted(engine) == 3
    store(engine, sale(transaction_id="a"), sale("Milk", transaction_id=None), number=2)
    assert told(engine) == counted(engine) == 4


def test_stored_again_the_same_lines_count_once(engine):
    from foresail.warehouse.sales import store_upload

    upload_id, _ = store(engine, sale(transaction_id="a"))
    from tests.factories import sales as lines

    store_upload(engine, upload_id, lines(sale(transaction_id="a")))
    assert told(engine) == counted(engine) == 1


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 2)), min_size=1, max_size=6),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_uploads_leave_the_count_of_the_lines_there_are(sqlite, batches):
    with sqlite.begin() as connection:
        first = connection.execute(select(func.coalesce(func.max(uploads.c.id), 0))).scalar_one()
    for number, batch in enumerate(batches, first + 1):
        rows = [
            sale(transaction_id=name, date=DAY + timedelta(days=offset))
            for name, offset in dict.fromkeys(batch)
        ]
        store(sqlite, *rows, number=number)
        assert told(sqlite) == counted(sqlite)
