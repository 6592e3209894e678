"""The object storage in a bucket of Google Cloud Storage, by Google's own client.

Each write names the generation that it replaces, so that of two who write one key at once the second is told;
and calls are repeated as Google advises, for up to two minutes, where a repeat can do no harm.
"""

import base64
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import google_crc32c
from google.api_core.exceptions import (
    Forbidden,
    GoogleAPICallError,
    NotFound,
    PreconditionFailed,
    Unauthorized,
)
from google.auth.exceptions import GoogleAuthError
from google.cloud.storage import Blob, Bucket
from google.cloud.storage.retry import DEFAULT_RETRY

from foresail.errors import StorageUnavailable
from foresail.storage.objects import Storage

CHUNK_BYTES = 8 * 1024**2
"""What is larger is sent in parts of this size, each of which can be repeated alone."""
CHECKSUM = "crc32c"
SECONDS = 60
RIGHTS = "Give Airflow's account the role roles/storage.objectUser on the bucket."
HINTS: dict[type[Exception], str] = {
    Forbidden: RIGHTS,
    Unauthorized: "Check the Google Connection that FORESAIL_STORAGE names.",
    GoogleAuthError: "Check the Google Connection that FORESAIL_STORAGE names.",
    NotFound: "Check the bucket that FORESAIL_STORAGE names.",
}
LATER = "Check FORESAIL_STORAGE and its Connection, then try again; nothing was lost."


class GoogleStorage(Storage):
    """Bytes under keys, below a prefix of a bucket."""

    is_local = False

    def __init__(self, bucket: Bucket, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = prefix.strip("/")
        self.root = f"gs://{bucket.name}/{self._prefix}".rstrip("/")

    def write(self, key: str, data: bytes) -> None:
        """See Storage; raises StorageUnavailable also where another wrote the same key at the same moment."""
        self._replace(key, lambda: BytesIO(data))

    def write_file(self, key: str, source: Path) -> None:
        """See `write`; a large file is sent in parts."""
        self._replace(key, lambda: source.open("rb"))

    def read(self, key: str) -> bytes:
        """See Storage."""
        with _speaking(), _missing_is_no_file(key):
            data: bytes = self._blob(key).download_as_bytes(checksum=CHECKSUM, retry=DEFAULT_RETRY)
            return data

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """See Storage; the copy is streamed to disk, and goes on where a connection broke."""
        with TemporaryDirectory(prefix="foresail-") as folder:
            copy = Path(folder) / Path(key).name
            with _speaking():
                try:
                    self._blob(key).download_to_filename(str(copy), checksum=CHECKSUM, retry=DEFAULT_RETRY)
                except NotFound as error:
                    raise self.lacks(key) from error
            yield copy

    def exists(self, key: str) -> bool:
        """See Storage."""
        return self.version(key) is not None

    def version(self, key: str) -> str | None:
        """See Storage: the generation of the object."""
        with _speaking():
            held = self._bucket.get_blob(self._name(key), retry=DEFAULT_RETRY)
            return None if held is None else str(held.generation)

    def keys(self, folder: str) -> list[str]:
        """See Storage."""
        prefix = f"{self._name(folder)}/"
        with _speaking():
            found = self._bucket.list_blobs(prefix=prefix, delimiter="/", retry=DEFAULT_RETRY)
            names = [blob.name.removeprefix(prefix) for blob in found]
        return sorted(f"{folder}/{name}" for name in names if name)  # a console's empty folder has no name

    def walk(self) -> Iterator[str]:
        """See Storage."""
        prefix = self._name("")
        with _speaking():
            for blob in self._bucket.list_blobs(prefix=prefix, retry=DEFAULT_RETRY):
                if not blob.name.endswith("/"):
                    yield blob.name.removeprefix(prefix).lstrip("/")

    def folders(self, folder: str) -> list[str]:
        """See Storage."""
        prefix = f"{self._name(folder)}/"
        with _speaking():
            found = self._bucket.list_blobs(prefix=prefix, delimiter="/", retry=DEFAULT_RETRY)
            list(found)  # the prefixes are known once every page was read
            return sorted(name.removeprefix(prefix).rstrip("/") for name in found.prefixes)

    def written_at(self, key: str) -> datetime:
        """See Storage."""
        with _speaking():
            held = self._bucket.get_blob(self._name(key), retry=DEFAULT_RETRY)
        if held is None:
            raise FileNotFoundError(key)
        written: datetime = held.updated.astimezone(UTC).replace(tzinfo=None)
        return written

    def remove_folder(self, folder: str) -> None:
        """See Storage."""
        with _speaking():
            # listed to its end first: what is deleted meanwhile may move what a next page begins with
            for blob in list(self._bucket.list_blobs(prefix=f"{self._name(folder)}/", retry=DEFAULT_RETRY)):
                with suppress(NotFound):
                    blob.delete(retry=DEFAULT_RETRY)

    def delete(self, key: str, version: str | None = None) -> bool:
        """See Storage."""
        with _speaking():
            try:
                expected = None if version is None else int(version)
                self._blob(key).delete(if_generation_match=expected, retry=DEFAULT_RETRY)
            except NotFound:
                return True
            except PreconditionFailed:
                return False
        return True

    def _name(self, key: str) -> str:
        return f"{self._prefix}/{key}" if self._prefix else key

    def _blob(self, key: str) -> Blob:
        return self._bucket.blob(self._name(key))

    def _replace(self, key: str, open_content: Callable[[], BinaryIO]) -> None:
        with _speaking(), open_content() as content:
            held = self._bucket.get_blob(self._name(key), retry=DEFAULT_RETRY)
            try:
                self._bucket.blob(self._name(key), chunk_size=CHUNK_BYTES).upload_from_file(
                    content,
                    size=content.seek(0, os.SEEK_END),
                    rewind=True,
                    if_generation_match=0 if held is None else held.generation,
                    checksum=CHECKSUM,
                    retry=DEFAULT_RETRY,
                    timeout=SECONDS,
                )
            except PreconditionFailed as error:
                self._settle(key, content, error)

    def _settle(self, key: str, content: BinaryIO, error: Exception) -> None:
        """Someone wrote the key since it was looked at: fine where it was this content, as in a repeat."""
        there = self._bucket.get_blob(self._name(key), retry=DEFAULT_RETRY)
        if there is None or there.crc32c != _checksum(content):
            raise StorageUnavailable(
                f"Another process wrote {key} at the same moment.", "Try again; nothing was overwritten."
            ) from error


def _checksum(content: BinaryIO) -> str:
    """The checksum of a content as the bucket tells it."""
    checksum = google_crc32c.Checksum()
    content.seek(0)
    while part := content.read(CHUNK_BYTES):
        checksum.update(part)
    return base64.b64encode(checksum.digest()).decode()


@contextmanager
def _missing_is_no_file(key: str) -> Iterator[None]:
    try:
        yield
    except NotFound as error:
        raise FileNotFoundError(key) from error


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except (StorageUnavailable, FileNotFoundError):
        raise
    except Exception as error:  # whatever it is, its text may name more than a reader should see
        hint = next((hint for kind, hint in HINTS.items() if isinstance(error, kind)), LATER)
        status = f", status {error.code}" if isinstance(error, GoogleAPICallError) else ""
        raise StorageUnavailable(
            f"The object storage did not answer ({type(error).__name__}{status}).", hint
        ) from error
