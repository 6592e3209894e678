import subprocess
import sys
from datetime import date, datetime, timedelta
from importlib import import_module

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from foresail.forecast_cache.lookup import Lookup
from foresail.forecast_cache.records import Question
from foresail.paging import Page
from foresail.warehouse.connecting import address_for_child, reading
from foresail.warehouse.forecast_cache import read_state
from foresail.warehouse.migrating import MIGRATIONS, migrate
from foresail.warehouse.products import search
from foresail.warehouse.tables import metadata
from msgspec.structs import asdict
from sqlalchemy import MetaData, insert, inspect

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
    url = address_for_child(engine)
    processes = [
        subprocess.Popen([sys.executable, "-c", OPEN, url], stderr=subprocess.PIPE) for _ in range(4)
    ]
    ended = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
    assert all(code == 0 for _, code in ended), [error.decode()[-500:] for error, _ in ended]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM alembic_version").scalar() == 1
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM locks").scalar() == 4


def test_a_migration_that_was_killed_half_way_is_finished_by_the_next(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
        connection.exec_driver_sql("DELETE FROM locks")
        connection.exec_driver_sql("DELETE FROM alembic_version")
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM locks").scalar() == 4


AS_OF, SPOKEN = date(2026, 3, 1), datetime(2026, 3, 2)
WHY = {"demand_class": "smooth", "method": "theta", "fell_back": False, "reason": "It won."}
NUMBERS = ("mean", "q05", "q10", "q25", "q50", "q75", "q90", "q95")


def go_back(engine, revision):
    """An empty warehouse as it was at a revision; returns its tables."""
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    tables = MetaData()
    tables.reflect(engine)
    return tables.tables


def fill_rows(connection, tables):
    """A published run of two products over three days, one of them by store, a row a day."""

    def add(table, *rows):
        connection.execute(insert(tables[table]), list(rows))

    add(
        "products",
        *({"id": n, "key": k, "name": k.title(), "first_upload_id": 1} for n, k in ((1, "tea"), (2, "milk"))),
    )
    add("stores", {"id": 7, "key": "north", "name": "North"})
    model = {
        "dag_run_id": "a",
        "data_version": 1,
        "as_of": AS_OF,
        "snapshot_key": "s",
        "started_at": SPOKEN,
        "frequency": "day",
    }
    add("models", {"id": 1, **model})
    run = {"dag_run_id": "p", "model_id": 1, "horizon": 3, "started_at": SPOKEN, "published_at": SPOKEN}
    add("forecast_runs", {"id": 1, **run, "on_request": False})
    add("published", {"name": "forecasts", "run_id": 1})
    for prefix, of in (("", {}), ("store_", {"store_id": 7})):
        for product_id in (1, 2) if not of else (1,):
            series = {"run_id": 1, "product_id": product_id, **of}
            add(f"{prefix}forecast_products", {**series, **WHY})
            add(
                f"{prefix}forecasts",
                *(
                    {**series, "day": AS_OF + timedelta(days=n)} | dict.fromkeys(NUMBERS, product_id + n / 8)
                    for n in (1, 2, 3)
                ),
            )


def test_forecasts_of_a_row_a_day_are_told_as_they_were_when_each_is_one_row(engine):
    tables = go_back(engine, "0004")
    with engine.begin() as connection:
        fill_rows(connection, tables)
    migrate(engine)
    with reading(engine) as connection:
        found = {}
        for store in (None, "north"):
            lookup = Lookup(read_state(connection), Question(("tea",), store), AS_OF)
            lookup.find(connection, Page())
            [item] = lookup.read(connection, lookup.batches[0])
            found[store] = asdict(item)
        ranked = search(connection, Page(sort="-units"))["products"]
    for item in found.values():
        assert [day["day"] for day in item["days"]] == [AS_OF + timedelta(days=n) for n in (1, 2, 3)]
        assert [day["q10"] for day in item["days"]] == [1.125, 1.25, 1.375]
        assert {day["q025"] for day in item["days"]} == {None}
        assert (item["method"], item["status"]) == ("theta", "fresh")
    assert [(row["name"], row["units_ahead"]) for row in ranked] == [("Milk", 6.75), ("Tea", 3.75)]
    assert not {"forecasts", "store_forecasts", "forecast_products"} & set(inspect(engine).get_table_names())


def test_packing_that_was_killed_half_way_is_done_again(engine):
    tables = go_back(engine, "0004")
    with engine.begin() as connection:
        fill_rows(connection, tables)
    kept = {}
    for _ in range(2):
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
            if kept:  # the new table is there, the old ones, too
                for table in ("forecast_products", "forecasts"):
                    tables[table].create(connection)
                    connection.execute(insert(tables[table]), kept[table])
            else:
                kept = {
                    table: [dict(row._mapping) for row in connection.execute(tables[table].select())]
                    for table in ("forecast_products", "forecasts")
                }
        migrate(engine)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT COUNT(*) FROM forecast_series").scalar() == 3
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []


OLD_METHODS = {
    "boosted": "gradient boosting",
    "67 % boosted + 33 % ses_seasonal": "gradient boosting 67 % + seasonal exponential smoothing 33 %",
    "ses + like products": "exponential smoothing + like products",
    "like products": "like products",
    "made_up": "made_up",
    "standing_order": "repeating demand",
}


def test_methods_of_before_have_labels_and_models_that_were_kept_out_are_rejected(engine):
    tables = go_back(engine, "0007")
    told = {"dag_run_id": "a", "data_version": 1, "as_of": AS_OF, "snapshot_key": "s", "started_at": SPOKEN}
    lost = {"registered_at": SPOKEN, "verdict": "kept-out", "verdict_reason": "Kept out, it lost."}
    run = {"id": 1, "dag_run_id": "p", "model_id": 1, "horizon": 1, "started_at": SPOKEN, "on_request": False}
    with engine.begin() as connection:
        connection.execute(insert(tables["models"]), {"id": 1, **told, **lost})
        connection.execute(insert(tables["models"]), {"id": 2, **told, "dag_run_id": "b"})
        connection.execute(insert(tables["forecast_runs"]), run)
        for number, method in enumerate(OLD_METHODS, 1):
            product = {"id": number, "key": f"k{number}", "name": f"K{number}", "first_upload_id": 1}
            connection.execute(insert(tables["products"]), product)
            series = {"run_id": 1, "store_id": 0, "product_id": number, "units_ahead": 1.0, "steps": b""}
            connection.execute(insert(tables["forecast_series"]), {**WHY, **series, "method": method})
    for _ in range(2):
        migrate(engine)
        with engine.begin() as connection:
            found = connection.exec_driver_sql(
                "SELECT method, method_label FROM forecast_series ORDER BY product_id"
            ).all()
            verdicts = connection.exec_driver_sql(
                "SELECT verdict, verdict_reason, method_labels IS NULL FROM models ORDER BY id"
            ).all()
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0007'")
        assert [row[1] for row in found] == list(OLD_METHODS.values())
        assert found[-1][0] == "repeating_demand"
        assert [tuple(row) for row in verdicts] == [("rejected", "Rejected, it lost.", 0), (None, None, 1)]


def test_the_labels_of_before_are_those_of_now():
    from foresail.forecasting.methods.registry import LABELS

    migration = import_module("foresail.warehouse.migrations.versions.0008_method_labels")
    assert migration.LABELS.items() <= LABELS.items()
