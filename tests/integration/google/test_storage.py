"""FORESAIL_STORAGE=gs://... against an emulator, written by us and read by Google's own client."""

import logging
from collections.abc import Iterator

import pytest
from foresail.storage.objects import Storage
from foresail.trial.service import free_port


@pytest.fixture
def emulator(monkeypatch) -> Iterator[str]:
    from gcp_storage_emulator.server import create_server

    logging.getLogger("gcp_storage_emulator").setLevel(logging.ERROR)
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket="foresail")
    server.start()
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def google(emulator):
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import storage

    client = storage.Client(
        project="test", credentials=AnonymousCredentials(), client_options={"api_endpoint": emulator}
    )
    return client.bucket("foresail")


@pytest.fixture
def storage(emulator, monkeypatch) -> Storage:
    """The deployment's own way to a storage, from the setting to the bytes."""
    from foresail.airflow import connections
    from foresail.settings import read_settings

    monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_GCS", '{"conn_type":"google_cloud_platform","extra":{"is_anonymous":true,"project":"test"}}')  # fmt: skip
    chosen = read_settings({"FORESAIL_STORAGE": "gs://foresail_gcs@foresail/team"})
    monkeypatch.setattr(connections, "settings", lambda: chosen)
    connections.storage.cache_clear()
    yield connections.storage()
    connections.storage.cache_clear()


def test_what_we_write_googles_client_reads(storage, google):
    storage.write("uploads/abc", b"bytes")
    assert google.blob("team/uploads/abc").download_as_bytes() == b"bytes"


def test_what_googles_client_writes_we_read_and_list(storage, google):
    google.blob("team/snapshots/1/00000.parquet").upload_from_string(b"one")
    google.blob("team/snapshots/1/00001.parquet").upload_from_string(b"two")
    assert storage.keys("snapshots/1") == ["snapshots/1/00000.parquet", "snapshots/1/00001.parquet"]
    with storage.local_copy("snapshots/1/00001.parquet") as path:
        assert path.read_bytes() == b"two"


def test_files_and_deletions_work_as_on_disk(storage, google, tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 300_000)
    storage.write_file("uploads/a", tmp_path / "a")
    assert google.blob("team/uploads/a").download_as_bytes() == b"x" * 300_000
    storage.write_json("checks/1/report.json", {"rows": 1})
    storage.delete("uploads/a")
    assert storage.keys("uploads") == []
    assert storage.read_json("checks/1/report.json") == {"rows": 1}
    storage.probe()


def test_folders_are_listed_dated_and_removed_as_on_disk(storage, google):
    for key in ("models/1/model.json", "models/1/backtest/0.parquet", "models/12/model.json", "models.txt"):
        storage.write(key, b"{}")
    assert storage.folders("models") == ["1", "12"]
    assert sorted(key for key in storage.walk() if key.startswith("models/"))[0].startswith("models/1/")
    assert storage.written_at("models/1/model.json").tzinfo is None
    with pytest.raises(FileNotFoundError):
        storage.written_at("models/2/model.json")
    for _ in range(2):
        storage.remove_folder("models/1")
        assert storage.folders("models") == ["12"]
    assert storage.exists("models.txt")
