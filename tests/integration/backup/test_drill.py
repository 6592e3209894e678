"""The drill: back up while sales are stored, lose everything, restore, and get the same answers."""

import os
import threading
from datetime import timedelta

import pytest
from foresail.actions import erasing, uploads
from foresail.airflow import connections
from foresail.backup import __main__ as command
from foresail.backup import making, restoring
from foresail.errors import BackupRefused
from foresail.forecast_cache.lookup import read_forecast
from foresail.monitoring import integrity
from foresail.storage.objects import Storage
from foresail.warehouse import migrating, stats
from foresail.warehouse.connecting import open_warehouse, reading, sqlite_url
from foresail.warehouse.dumping import TABLES
from foresail.warehouse.tables import metadata
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from tests.factories import DAY, write_workbook


def place(folder):
    return Storage(LocalFileSystem(), str(folder))


def rows(product, days=40):
    return [(DAY - timedelta(days=n), product, 3 + n % 7, 2, f"{product}{n}", "N", "P") for n in range(days)]


@pytest.fixture
def shop(deployed, tmp_path):
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows("Grüner Tee")))
    deployed.train()
    deployed.predict()
    return deployed


def answers(engine):
    with reading(engine) as connection:
        return stats.read_stats(connection), read_forecast(connection, "Grüner Tee", 28).days


def everything(deployed):
    return deployed.dump(*(metadata.tables[name] for name in TABLES))


def test_a_backup_that_is_made_while_sales_are_stored_gives_the_same_answers_once_restored(shop, tmp_path):
    """From any database into an empty SQLite one, whose rows and objects are then whole."""
    ingesting = threading.Thread(
        target=lambda: [
            shop.ingest(write_workbook(tmp_path / f"{n}.xlsx", rows(f"Tea {n}", 5))) for n in range(4)
        ]
    )
    ingesting.start()
    counts = making.make(shop.engine, shop.storage, place(tmp_path / "backup"))
    ingesting.join()
    assert counts.tables == len(TABLES)

    engine, storage = (
        open_warehouse(sqlite_url(tmp_path / "new" / "w.db")),
        place(tmp_path / "new" / "storage"),
    )
    assert restoring.restore(engine, storage, place(tmp_path / "backup")) == counts
    assert integrity.find_faults(engine, storage) == []
    told, forecast = answers(engine)
    assert (told["forecasts"], forecast) == (answers(shop.engine)[0]["forecasts"], answers(shop.engine)[1])
    assert 40 <= told["data"]["rows"] <= answers(shop.engine)[0]["data"]["rows"]
    engine.dispose()


def test_every_row_of_every_table_comes_back_into_the_same_database(shop, tmp_path):
    before = everything(shop)
    making.make(shop.engine, shop.storage, place(tmp_path / "backup"))
    with pytest.raises(BackupRefused, match="has data already"):
        restoring.restore(shop.engine, shop.storage, place(tmp_path / "backup"))
    with shop.engine.begin() as connection:
        for name in reversed(TABLES):
            connection.execute(metadata.tables[name].delete())
    shop.storage.remove_folder("uploads")
    restoring.restore(shop.engine, shop.storage, place(tmp_path / "backup"))
    assert everything(shop) == before
    shop.ingest(write_workbook(tmp_path / "b.xlsx", rows("Milk", 5)))
    assert answers(shop.engine)[0]["data"]["data_version"] == 2


@pytest.fixture
def backup(deployed_small, tmp_path):
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows("Tea", 5)))
    backup = place(tmp_path / "backup")
    making.make(deployed_small.engine, deployed_small.storage, backup)
    return backup


@pytest.fixture
def empty(tmp_path):
    engine = open_warehouse(sqlite_url(tmp_path / "empty" / "w.db"))
    yield engine
    engine.dispose()


def change(backup, **parts):
    backup.write_json(making.MANIFEST, {**backup.read_json(making.MANIFEST), **parts})


def lose_a_table(backup):
    backup.delete("tables/sales-000000.parquet")


def damage_a_table(backup):
    backup.write("tables/sales-000000.parquet", b"nothing")


def lose_an_object(backup):
    [key] = (key for key in backup.walk() if key.startswith("objects/uploads/"))
    backup.delete(key)


def damage_an_object(backup):
    [key] = (key for key in backup.walk() if key.startswith("objects/uploads/"))
    backup.write(key, backup.read(key)[:-1] + b"?")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda backup: change(backup, revision="9999"), "newer version of Foresail: its schema is 9999"),
        (lambda backup: backup.delete(making.MANIFEST), "no complete backup"),
        (lambda backup: backup.write(making.MANIFEST, b'{"revision": "00'), "backup.json .* is damaged"),
        (lambda backup: backup.write(making.MANIFEST, b"[]"), "backup.json .* is damaged"),
        (lose_a_table, "is missing"),
        (damage_a_table, "is damaged"),
        (lose_an_object, r"objects/uploads/\w+ of the backup is missing"),
        (damage_an_object, r"objects/uploads/\w+ of the backup is damaged"),
    ],
)
def test_what_cannot_be_restored_is_refused_before_anything_is_touched(backup, empty, tmp_path, harm, told):
    harm(backup)
    storage = place(tmp_path / "storage-2")
    with pytest.raises(BackupRefused, match=told):
        restoring.restore(empty, storage, backup)
    assert list(storage.walk()) == []


def test_what_leads_out_of_a_backup_is_refused(backup, empty, tmp_path):
    secret = tmp_path / "airflow.cfg"
    secret.write_text("fernet_key = secret")
    objects = [*backup.read_json(making.MANIFEST)["objects"], "uploads/link"]
    (tmp_path / "backup" / "objects" / "uploads" / "link").symlink_to(secret)
    change(backup, objects=objects)
    storage = place(tmp_path / "storage-2")
    with pytest.raises(BackupRefused, match="objects/uploads/link of the backup lies outside of it"):
        restoring.restore(empty, storage, backup)
    assert list(storage.walk()) == []


def test_an_object_is_restored_to_no_place_outside_of_the_storage(backup, empty, tmp_path):
    """A bucket's names are not those of folders: there `..` is a part like any other."""
    bucket = Storage(MemoryFileSystem(), "/bucket")
    for key in backup.walk():
        bucket.write(key, backup.read(key))
    bucket.write("objects/../../evil.py", b"import os")
    change(bucket, objects=["../../evil.py"])
    with pytest.raises(BackupRefused, match=r"objects/\.\./\.\./evil\.py of the backup lies outside of it"):
        restoring.restore(empty, place(tmp_path / "a" / "b" / "storage"), bucket)
    assert not list(tmp_path.rglob("evil.py"))


def test_tables_of_others_in_the_database_stay_when_a_backup_is_restored(shop, tmp_path):
    making.make(shop.engine, shop.storage, place(tmp_path / "backup"))
    with shop.engine.begin() as connection:
        for name in reversed(TABLES):
            connection.execute(metadata.tables[name].delete())
        connection.exec_driver_sql("CREATE TABLE payroll (id INTEGER)")
    try:
        restoring.restore(shop.engine, shop.storage, place(tmp_path / "backup"))
        with reading(shop.engine) as connection:
            assert connection.exec_driver_sql("SELECT COUNT(*) FROM payroll").scalar() == 0
    finally:
        with shop.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS payroll")


class Busy(Storage):
    """A storage of which something is deleted as soon as a backup knows what there is."""

    def __init__(self, storage, delete):
        super().__init__(storage.filesystem, storage.root)
        self.delete_meanwhile = delete

    def walk(self):
        found = list(super().walk())
        self.delete_meanwhile()
        return iter(found)


@pytest.fixture
def withdrawn(deployed_small, tmp_path):
    upload_id = deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows("Tea", 5)))
    uploads.withdraw(upload_id, "ann", may_withdraw_any=True)
    deployed_small.store(upload_id)
    return deployed_small


def test_what_leaves_the_inbox_while_a_backup_is_made_is_left_out(withdrawn, empty, tmp_path):
    withdrawn.storage.write("inbox/x.csv", b"Date,Product")
    busy = Busy(withdrawn.storage, lambda: withdrawn.storage.delete("inbox/x.csv"))
    counts = making.make(withdrawn.engine, busy, place(tmp_path / "backup"))
    storage = place(tmp_path / "storage-2")
    assert restoring.restore(empty, storage, place(tmp_path / "backup")) == counts
    assert not storage.exists("inbox/x.csv")
    assert set(storage.walk()) == set(withdrawn.storage.walk())
    assert integrity.find_faults(empty, storage) == []


def test_a_name_in_the_inbox_that_is_no_text_hinders_no_backup(withdrawn, empty, tmp_path):
    key = os.fsdecode(b"inbox/caf\xe9.csv")
    withdrawn.storage.write(key, b"Date,Product")
    making.make(withdrawn.engine, withdrawn.storage, place(tmp_path / "backup"))
    restoring.restore(empty, place(tmp_path / "storage-2"), place(tmp_path / "backup"))
    assert place(tmp_path / "storage-2").read(key) == b"Date,Product"


def test_a_backup_fails_where_an_upload_is_erased_while_it_is_made(withdrawn, tmp_path):
    busy = Busy(withdrawn.storage, lambda: erasing.erase(1, "A legal duty.", "ann"))
    with pytest.raises(BackupRefused, match=r"uploads/\w+ was deleted while the backup was made"):
        making.make(withdrawn.engine, busy, place(tmp_path / "backup"))
    with pytest.raises(BackupRefused, match="no complete backup"):
        restoring.restore(withdrawn.engine, withdrawn.storage, place(tmp_path / "backup"))
    making.make(withdrawn.engine, withdrawn.storage, place(tmp_path / "backup"))


def test_an_original_that_was_lost_before_hinders_no_backup_and_is_named(withdrawn, tmp_path, capsys):
    [key] = withdrawn.storage.keys("uploads")
    withdrawn.storage.delete(key)
    assert command.main(["make", (tmp_path / "backup").as_uri()]) == 0
    assert f"The backup lacks {key}: it was lost before" in capsys.readouterr().err


def test_a_backup_of_before_objects_had_checksums_is_restored(backup, empty, tmp_path):
    content = backup.read_json(making.MANIFEST)
    del content["lacking"]
    keys = [one["key"] for one in content["objects"]]
    backup.write_json(making.MANIFEST, {**content, "objects": keys})
    restoring.restore(empty, place(tmp_path / "storage-2"), backup)
    assert integrity.find_faults(empty, place(tmp_path / "storage-2")) == []


def test_a_second_backup_does_not_overwrite_the_first(deployed_small, backup):
    with pytest.raises(BackupRefused, match="already"):
        making.make(deployed_small.engine, deployed_small.storage, backup)


def test_a_backup_of_an_older_schema_is_restored_and_brought_up_to_date(backup, empty, tmp_path):
    content = backup.read_json(making.MANIFEST)
    since = {"drifts", "drift_looks", "events", "event_deliveries"}
    files = [file for file in content["files"] if file["table"] not in {*since, "subscribers"}]
    change(backup, revision="0014", files=files)
    restoring.restore(empty, place(tmp_path / "storage-2"), backup)
    with reading(empty) as connection:
        assert migrating.knows(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
        assert stats.read_stats(connection)["data"]["rows"] == 5
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM events").scalar() == 0


def test_the_command_says_what_it_did_and_how_it_is_called(deployed_small, tmp_path, capsys, monkeypatch):
    assert command.main(["make"]) == 2
    assert "Usage" in capsys.readouterr().err
    address = (tmp_path / "backup").as_uri()
    assert command.main(["make", address]) == 0
    assert "Backed up" in capsys.readouterr().out
    assert command.main(["make", address]) == 1
    assert "There is a backup in this place already." in capsys.readouterr().err
    assert connections.open_storage(address).exists(making.MANIFEST)
