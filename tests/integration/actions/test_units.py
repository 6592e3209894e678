"""A write is one unit with its line in the audit log: an outage, wherever it comes, leaves neither or both."""

import traceback
from datetime import datetime

import pytest
from foresail.actions import subscribers
from foresail.actions.unit import change
from foresail.errors import DatabaseUnavailable
from foresail.warehouse import subscribers as rows
from foresail.warehouse.connecting import writing
from foresail.warehouse.subscribers import Subscriber
from foresail.warehouse.tables import metadata
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError

NOW = datetime(2026, 3, 2, 8)

AUDIT, KEPT = metadata.tables["audit"], metadata.tables["subscribers"]


@pytest.fixture
def outage(deployed):
    """The database goes away as soon as a statement names a table; returns how to say which."""
    broken: list[str] = []

    def listen(connection, cursor, statement, parameters, context, executemany):
        if any(statement.startswith(("INSERT", "DELETE")) and f" {table} " in statement for table in broken):
            connection.invalidate()
            raise OperationalError(statement, {}, Exception("gone away"))

    event.listen(deployed.engine, "before_cursor_execute", listen)
    yield broken
    event.remove(deployed.engine, "before_cursor_execute", listen)


@pytest.mark.parametrize("table", ["audit", "subscribers"])
def test_an_outage_between_a_change_and_its_audit_line_leaves_neither(deployed, outage, table):
    before = deployed.dump(AUDIT, KEPT)
    outage.append(table)
    with pytest.raises(DatabaseUnavailable):
        subscribers.add("ann@example.com", "jo")
    outage.clear()
    assert deployed.dump(AUDIT, KEPT) == before
    subscribers.add("ann@example.com", "jo")
    after = deployed.dump(AUDIT, KEPT)
    assert (len(after["subscribers"]), len(after["audit"])) == (1, 1)


@pytest.mark.parametrize("table", ["audit", "subscribers"])
def test_an_outage_while_an_address_is_changed_leaves_the_old_one(deployed, outage, table):
    known = subscribers.add("ann@example.com", "jo")
    before = deployed.dump(AUDIT, KEPT)
    outage.append(table)
    with pytest.raises(DatabaseUnavailable):
        subscribers.change_subscriber(known.id, "ann@example.org", "jo")
    outage.clear()
    assert deployed.dump(AUDIT, KEPT) == before


def test_a_change_without_a_line_in_the_audit_log_is_rolled_back(deployed):
    with pytest.raises(RuntimeError, match="audit log"), change("jo") as made:
        rows.add(made.connection, Subscriber("a", "ann@example.com", "jo", NOW))
    assert deployed.dump(KEPT) == {"subscribers": []}


def test_a_change_that_turned_out_to_be_none_needs_no_line(deployed):
    with change("jo") as made:
        made.is_void = True
    assert deployed.dump(AUDIT) == {"audit": []}


def test_what_lies_outside_the_warehouse_is_undone_when_the_warehouse_does_not_keep_the_rest(
    deployed, outage
):
    kept = {"cron": "0 6 * * *"}
    outage.append("audit")
    with pytest.raises(DatabaseUnavailable), change("jo") as made:
        made.outside(lambda: kept.update(cron="0 7 * * *"), lambda: kept.update(cron="0 6 * * *"))
        made.log("set schedule", "foresail_train")
    assert kept == {"cron": "0 6 * * *"}


def test_what_was_changed_outside_is_undone_newest_first(deployed):
    undone: list[int] = []
    with pytest.raises(ZeroDivisionError), change("jo") as made:
        made.log("test", "test")
        for number in (1, 2):
            made.outside(lambda: None, lambda number=number: undone.append(number))
        raise ZeroDivisionError
    assert undone == [2, 1]


def test_what_was_changed_outside_stays_when_the_warehouse_keeps_the_rest(deployed):
    undone: list[int] = []
    with change("jo") as made:
        made.log("test", "test")
        made.outside(lambda: None, lambda: undone.append(1))
    assert undone == []


def test_what_the_database_refuses_tells_no_address_to_a_log(engine):
    address = "ann" + "@example.com"
    with pytest.raises(IntegrityError) as refused, writing(engine) as connection:
        for _ in range(2):
            connection.execute(KEPT.insert().values(id="a", email=address, added_by="jo", added_at=NOW))
    told = "".join(traceback.format_exception(refused.value))
    assert "INSERT INTO subscribers" in told
    assert address not in told
