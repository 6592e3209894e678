import subprocess
import sys

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from foresail.warehouse.migrating import migrate
from foresail.warehouse.tables import metadata
from sqlalchemy import inspect

OPEN = """
import sys
from foresail.warehouse.connecting import open_warehouse
open_warehouse(sys.argv[1]).connect().close()
"""


def test_migrations_build_just_what_the_tables_say(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(engine):
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_processes_that_start_at_once_migrate_once(engine):
    metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    url = engine.url.render_as_string(hide_password=False)
    processes = [
        subprocess.Popen([sys.executable, "-c", OPEN, url], stderr=subprocess.PIPE) for _ in range(4)
    ]
    ended = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
    assert all(code == 0 for _, code in ended), [error.decode()[-500:] for error, _ in ended]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM alembic_version").scalar() == 1
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM locks").scalar() == 2


def test_a_migration_that_was_killed_half_way_is_finished_by_the_next(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
        connection.exec_driver_sql("DELETE FROM locks")
        connection.exec_driver_sql("DELETE FROM alembic_version")
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM locks").scalar() == 2
