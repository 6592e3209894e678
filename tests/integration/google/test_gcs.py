"""FORESAIL_STORAGE=gs://... by Google's client, against a strict stand-in with faults; the inbox in a bucket."""

import threading

import pytest
from foresail.actions import erasing, uploads
from foresail.airflow import connections
from foresail.errors import StorageUnavailable
from foresail.jobs import collecting
from foresail.settings import read_settings

from tests.deployments import Deployment
from tests.factories import DAY

LARGE = bytes(range(256)) * 36 * 1024  # 9 MiB: more than one part


@pytest.fixture
def storage(cloud, bucket, monkeypatch):
    """The deployment's own way to a storage, from the setting to the bytes."""
    settings = {"FORESAIL_STORAGE": "gs://foresail/team", "FORESAIL_GOOGLE_ENDPOINTS": f"storage={cloud.url}"}
    chosen = read_settings(settings)
    monkeypatch.setattr(connections, "settings", lambda: chosen)
    opened = connections.storage
    opened.cache_clear()
    yield opened()
    opened.cache_clear()


def test_what_is_written_is_read_back_replaced_listed_and_removed(storage, bucket):
    for number in range(5):
        storage.write(f"snapshots/1/{number}", b"one")
    storage.write("snapshots/1/deeper/6", b"elsewhere")
    storage.write("snapshots/1/0", b"two")
    bucket.put("team/snapshots/1/", b"")
    assert storage.keys("snapshots/1") == [f"snapshots/1/{number}" for number in range(5)]
    assert (storage.read("snapshots/1/0"), storage.exists("snapshots/1/0")) == (b"two", True)
    storage.delete("snapshots/1/0")
    storage.delete("snapshots/1/0")
    assert not storage.exists("snapshots/1/0")
    with pytest.raises(FileNotFoundError):
        storage.read("snapshots/1/0")
    with (
        pytest.raises(StorageUnavailable, match=r"has no snapshots/1/0"),
        storage.local_copy("snapshots/1/0"),
    ):
        pass
    storage.probe()


def test_a_large_file_goes_in_parts_and_comes_back_whole(storage, bucket, tmp_path):
    (tmp_path / "large").write_bytes(LARGE)
    storage.write_file("uploads/large", tmp_path / "large")
    assert bucket.requests.count("PUT upload") == 2
    assert bucket.objects["team/uploads/large"][1] == LARGE
    with storage.local_copy("uploads/large") as path:
        assert path.read_bytes() == LARGE


def test_a_bucket_that_is_away_for_a_while_is_waited_for(storage, bucket, cloud, tmp_path):
    (tmp_path / "large").write_bytes(LARGE)
    cloud.access.faults += [503, 503]
    storage.write_file("uploads/large", tmp_path / "large")
    cloud.access.faults += [503]
    assert storage.read("uploads/large") == LARGE


def test_a_connection_cut_in_the_middle_is_taken_up_again(storage, bucket):
    bucket.put("team/uploads/large", LARGE)
    bucket.cut_after = 1_000_000
    with storage.local_copy("uploads/large") as path:
        assert path.read_bytes() == LARGE
    bucket.delay = 0.002
    assert storage.read("uploads/large") == LARGE


def test_of_two_who_write_one_key_at_once_the_second_is_told_and_overwrites_nothing(storage, bucket):
    storage.write("plans/1/plan.json", b"before")
    bucket.between = lambda: bucket.put("team/plans/1/plan.json", b"theirs")
    with pytest.raises(StorageUnavailable, match=r"at the same moment.*nothing was overwritten"):
        storage.write("plans/1/plan.json", b"ours")
    assert storage.read("plans/1/plan.json") == b"theirs"
    storage.write("plans/1/plan.json", b"ours")
    assert storage.read("plans/1/plan.json") == b"ours"


def test_two_who_write_the_same_content_at_once_are_both_content(storage, bucket, tmp_path):
    (tmp_path / "file").write_bytes(b"same")
    bucket.between = lambda: bucket.put("team/uploads/a", b"same")
    storage.write_file("uploads/a", tmp_path / "file")
    assert storage.read("uploads/a") == b"same"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            lambda cloud: cloud.access.denied.add("storage.objects.get"),
            "Forbidden, status 403.*roles/storage.objectUser",
        ),
        (lambda cloud: cloud.access.denied.add("storage.objects.create"), "roles/storage.objectUser"),
        (lambda cloud: (cloud.new_key(), cloud.access.tokens.clear()), "Google Connection"),
    ],
)
def test_what_is_denied_is_said_with_the_role_that_it_needs(storage, cloud, spoil, words):
    storage.write("a", b"")
    spoil(cloud)
    with pytest.raises(StorageUnavailable, match=words):
        storage.write("a", b"more")


def test_a_bucket_that_does_not_exist_is_named(cloud, bucket, monkeypatch):
    settings = {"FORESAIL_STORAGE": "gs://elsewhere", "FORESAIL_GOOGLE_ENDPOINTS": f"storage={cloud.url}"}
    monkeypatch.setattr(connections, "settings", lambda: read_settings(settings))
    connections.storage.cache_clear()
    with pytest.raises(StorageUnavailable, match="bucket that FORESAIL_STORAGE names"):
        connections.storage().write("a", b"")
    connections.storage.cache_clear()


def test_many_threads_share_the_client(storage):
    threads = [threading.Thread(target=storage.write, args=(f"t/{number}", b"x")) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(storage.keys("t")) == 8


CSV = "Date,Product Name,Quantity\n{day},Tea,{units}\n"


def test_files_put_into_the_buckets_inbox_are_stored_and_moved(storage, bucket, sqlite, monkeypatch):
    Deployment(sqlite, storage).install(monkeypatch)
    bucket.put("team/inbox/", b"")
    bucket.put("team/inbox/good.csv", CSV.format(day=DAY, units=3).encode())
    bucket.put("team/inbox/bad.csv", b"nothing of use")
    refused = collecting.collect()
    assert [text.split(":")[0] for text in refused] == ["bad.csv"]
    assert storage.keys("inbox") == []
    assert storage.keys("inbox-accepted") == ["inbox-accepted/1-good.csv"]
    assert storage.keys("inbox-refused") == ["inbox-refused/bad.csv", "inbox-refused/bad.csv.txt"]
    assert len(collecting.find_starts()) == 1


def test_a_file_that_is_replaced_while_it_is_collected_is_collected_again(
    storage, bucket, sqlite, monkeypatch
):
    Deployment(sqlite, storage).install(monkeypatch)
    bucket.put("team/inbox/a.csv", CSV.format(day=DAY, units=3).encode())
    bucket.between = lambda: bucket.put("team/inbox/a.csv", CSV.format(day=DAY, units=4).encode())
    collecting.collect()
    assert storage.keys("inbox") == ["inbox/a.csv"]
    collecting.collect()
    assert storage.keys("inbox") == []
    assert len(collecting.find_starts()) == 2


def test_of_an_erased_file_nothing_is_left_in_the_bucket(storage, bucket, sqlite, monkeypatch, tmp_path):
    deployed = Deployment(sqlite, storage).install(monkeypatch)
    (tmp_path / "a.csv").write_text(CSV.format(day=DAY, units=3))
    upload_id = deployed.ingest(tmp_path / "a.csv")
    uploads.withdraw(upload_id, "ann", may_withdraw_any=True)
    deployed.store(upload_id)
    assert any(name.startswith("team/checks/") for name in bucket.objects)
    erasing.erase(upload_id, "It held the names of customers.", "ann")
    assert list(storage.walk()) == []
