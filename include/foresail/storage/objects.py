"""The object storage: bytes under keys. Writes are whole or not at all, whatever the backend."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fsspec import AbstractFileSystem

from foresail.errors import StorageUnavailable


class Storage:
    """Bytes under keys, below one root on any filesystem that fsspec knows."""

    def __init__(self, filesystem: AbstractFileSystem, root: str) -> None:
        self.filesystem = filesystem
        self.root = root.rstrip("/")
        self.is_local = "file" in (filesystem.protocol, *filesystem.protocol)

    def write(self, key: str, data: bytes) -> None:
        """Store bytes under a key, in place of what was there."""
        with self._writing(key) as path, self.filesystem.open(path, "wb") as file:
            file.write(data)

    def write_file(self, key: str, source: Path) -> None:
        """Store a local file under a key."""
        with self._writing(key) as path:
            self.filesystem.put_file(str(source), path)

    def write_json(self, key: str, content: Any) -> None:
        """Store something as JSON."""
        self.write(key, json.dumps(content, ensure_ascii=False, indent=1).encode())

    def read(self, key: str) -> bytes:
        """The bytes under a key; raises FileNotFoundError."""
        with self._speaking(), self.filesystem.open(self._path(key), "rb") as file:
            return file.read()

    def read_json(self, key: str) -> Any:
        """What was stored as JSON; raises FileNotFoundError."""
        return json.loads(self.read(key))

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """A local file with the bytes under a key, for as long as the context lasts.

        Raises StorageUnavailable where nothing is stored: who asks for a copy knows that it was.
        """
        if not self.exists(key):
            raise self.lacks(key)
        if self.is_local:
            yield Path(self._path(key))
            return
        with TemporaryDirectory(prefix="foresail-") as folder:
            copy = Path(folder) / Path(key).name
            with self._speaking():
                self.filesystem.get_file(self._path(key), str(copy))
            yield copy

    def exists(self, key: str) -> bool:
        """Whether something is stored under a key."""
        with self._speaking():
            return bool(self.filesystem.exists(self._path(key)))

    def keys(self, folder: str) -> list[str]:
        """The keys directly below a folder, in order; none if there is no such folder."""
        with self._speaking():
            self.filesystem.invalidate_cache()
            try:
                found = self.filesystem.ls(self._path(folder), detail=False)
            except FileNotFoundError:
                return []
        names = (path.rstrip("/").rsplit("/", 1)[-1] for path in found)
        return sorted(f"{folder}/{name}" for name in names if not name.endswith(".part"))

    def walk(self) -> Iterator[str]:
        """Every key there is, in no order."""
        with self._speaking():
            self.filesystem.invalidate_cache()
            for path in self.filesystem.find(self.root):
                if not path.endswith(".part"):
                    yield path.removeprefix(self.root).lstrip("/")

    def version(self, key: str) -> str | None:
        """What changes whenever something else is stored under a key; None where nothing is."""
        with self._speaking():
            try:
                held = self.filesystem.info(self._path(key))
            except FileNotFoundError:
                return None
        return f"{held.get('mtime')}-{held.get('ino')}-{held.get('size')}"

    def delete(self, key: str, version: str | None = None) -> bool:
        """Remove what is under a key, where it is still of that version; nothing there is fine.

        False where it is of another by now, and stays.
        """
        if version is not None and self.version(key) not in (version, None):
            return False
        with self._speaking():
            try:
                self.filesystem.rm_file(self._path(key))
            except FileNotFoundError:
                return True
        return True

    @staticmethod
    def lacks(key: str) -> StorageUnavailable:
        """The error for an object that should be there."""
        return StorageUnavailable(
            f"The object storage has no {key}.", "Check that FORESAIL_STORAGE is the same for every process."
        )

    def folders(self, folder: str) -> list[str]:
        """The names of the folders directly below a folder, in order."""
        return [key.rsplit("/", 1)[-1] for key in self.keys(folder)]

    def written_at(self, key: str) -> datetime:
        """When the object under a key was written, in UTC without offset; raises FileNotFoundError."""
        with self._speaking():
            written: datetime = self.filesystem.modified(self._path(key))
        return written.astimezone(UTC).replace(tzinfo=None) if written.tzinfo else written

    def remove_folder(self, folder: str) -> None:
        """Remove all below a folder; nothing there is fine, and what a crash leaves goes next time."""
        with self._speaking():
            self.filesystem.invalidate_cache()
            try:
                self.filesystem.rm(self._path(folder), recursive=True)
            except FileNotFoundError:
                return

    def probe(self) -> None:
        """Raise StorageUnavailable unless something can be written and read now."""
        key = f"probes/{uuid.uuid4().hex}"
        self.write(key, b"foresail")
        self.delete(key)

    def _path(self, key: str) -> str:
        return f"{self.root}/{key}"

    @contextmanager
    def _whole(self, key: str) -> Iterator[str]:
        """A path to write to. Objects appear whole on their own; a local file is moved into its place."""
        path = self._path(key)
        if not self.is_local:
            yield path
            return
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        part = f"{path}.{uuid.uuid4().hex}.part"
        try:
            yield part
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)

    @contextmanager
    def _writing(self, key: str) -> Iterator[str]:
        """A path to write to, where even a bucket or folder that is not there is StorageUnavailable."""
        try:
            with self._speaking(), self._whole(key) as path:
                yield path
        except FileNotFoundError as error:
            raise StorageUnavailable(
                "The object storage has no such bucket or folder.", "Check FORESAIL_STORAGE."
            ) from error

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:
            raise StorageUnavailable(
                f"The object storage did not answer ({type(error).__name__}).",
                "Check FORESAIL_STORAGE and its Connection, then try again; nothing was lost.",
            ) from error
