"""Subscribers of before, who were objects, become rows when the warehouse is migrated."""

import pytest
from foresail.actions import subscribers as actions
from foresail.warehouse import subscribers
from foresail.warehouse.connecting import reading
from foresail.warehouse.migrating import migrate

KEPT = {
    "id": "0123456789abcdef",
    "email": "ann@example.com",
    "added_by": "jo",
    "added_at": "2026-03-01T08:00:00+00:00",
}


@pytest.fixture
def older(engine, storage):
    """A warehouse from before subscribers were rows, and one subscriber in the object storage."""
    storage.write_json(f"subscribers/{KEPT['id']}.json", KEPT)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE subscribers")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0008'")
    return engine


def everyone(engine):
    with reading(engine) as connection:
        return subscribers.list_all(connection)


def test_they_are_brought_over_with_who_added_them_and_when(older, storage):
    migrate(older, lambda: storage)
    (found,) = everyone(older)
    assert (found.id, found.email, found.added_by) == (KEPT["id"], KEPT["email"], "jo")
    assert found.added_at.isoformat() == "2026-03-01T08:00:00"


def test_a_migration_that_was_killed_after_it_brought_them_over_brings_none_twice(older, storage):
    migrate(older, lambda: storage)
    with older.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0008'")
    migrate(older, lambda: storage)
    assert len(everyone(older)) == 1


def test_the_objects_are_deleted_once_the_rows_are_there(older, storage, deployed):
    migrate(older, lambda: storage)
    actions.forget_former()
    actions.forget_former()
    assert list(storage.keys("subscribers")) == []
    assert len(everyone(older)) == 1
