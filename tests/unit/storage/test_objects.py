import pytest
from foresail.errors import StorageUnavailable
from foresail.storage.objects import Storage
from fsspec.implementations.local import LocalFileSystem


def test_what_is_written_is_read_back_and_replaced(storage):
    storage.write("a/b", b"one")
    storage.write("a/b", b"two")
    assert storage.read("a/b") == b"two"


def test_keys_of_a_folder_come_in_order_and_a_missing_folder_has_none(storage):
    storage.write("f/2", b"")
    storage.write("f/1", b"")
    assert storage.keys("f") == ["f/1", "f/2"]
    assert storage.keys("g") == []


def test_a_write_that_fails_leaves_what_was_there(storage, monkeypatch):
    storage.write("a", b"old")

    def fail(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(storage.filesystem, "open", fail)
    with pytest.raises(StorageUnavailable):
        storage.write("a", b"new")
    monkeypatch.undo()
    assert storage.read("a") == b"old"


def test_deleting_one_object_leaves_the_others(storage):
    storage.write("s/1", b"")
    storage.write("s/2", b"")
    storage.delete("s/1")
    storage.delete("s/1")
    assert storage.keys("s") == ["s/2"]


def test_a_storage_that_cannot_be_reached_says_so_without_its_path(tmp_path):
    (tmp_path / "file").write_text("no folder")
    broken = Storage(LocalFileSystem(), str(tmp_path / "file"))
    with pytest.raises(StorageUnavailable) as refused:
        broken.probe()
    assert str(tmp_path) not in str(refused.value)


def test_a_bucket_that_is_not_there_is_an_unreachable_storage(storage, monkeypatch):
    def missing(*_args, **_kwargs):
        raise FileNotFoundError("bucket")

    monkeypatch.setattr(storage.filesystem, "open", missing)
    with pytest.raises(StorageUnavailable, match="bucket or folder"):
        storage.write("a", b"")
