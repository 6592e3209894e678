"""Receives a file onto disk: no larger than allowed, under a name that is safe to show."""

import hashlib
import unicodedata
from pathlib import Path
from typing import BinaryIO

from foresail.errors import UploadTooLarge

CHUNK_BYTES = 1024 * 1024
FILE_NAME_MAX = 200


def save_limited(source: BinaryIO, path: Path, size_max_bytes: int) -> str:
    """Copy a stream to a local file and return its SHA-256; raises UploadTooLarge on the first byte above."""
    digest = hashlib.sha256()
    size = 0
    with path.open("wb") as file:
        for chunk in iter(lambda: source.read(CHUNK_BYTES), b""):
            size += len(chunk)
            if size > size_max_bytes:
                raise too_large(size_max_bytes)
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def too_large(size_max_bytes: int) -> UploadTooLarge:
    """The error for a file above the limit."""
    return UploadTooLarge(
        f"The file is larger than {size_max_bytes // 1024**2} MiB.",
        "Split it by month or store, or ask an administrator to raise FORESAIL_UPLOAD_MAX_MIB.",
    )


def shown_name(file_name: str) -> str:
    """A file name that is safe to show: its last part, without control characters, not too long."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(_shown(character) for character in unicodedata.normalize("NFC", last)).strip()
    return shown[-FILE_NAME_MAX:] or "unnamed"


def _shown(character: str) -> str:
    return "" if unicodedata.category(character)[0] == "C" else character
