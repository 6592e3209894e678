"""Accepts a file: keeps its bytes, checks it, gives it a number. What is refused leaves nothing behind."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine, RowMapping

from foresail.checks import check_file
from foresail.clock import now
from foresail.errors import BadRequest, UploadTooLarge
from foresail.storage import Storage, check_key, upload_key
from foresail.validation.orders import ORDERS
from foresail.warehouse import audit, locks, uploads
from foresail.warehouse.connecting import reading, writing
from foresail.workbooks.cage import REPORT

CHUNK_BYTES = 1024 * 1024
FILE_NAME_MAX = 200


@dataclass(frozen=True)
class Accepted:
    """An accepted file; `is_new` is false where exactly these bytes were accepted before."""

    upload_id: int
    is_new: bool


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
        "Split it by month or store, or have FORESAIL_UPLOAD_MAX_MIB raised.",
    )


def accept(
    storage: Storage,
    engine: Engine,
    path: Path,
    sha256: str,
    *,
    file_name: str,
    who: str,
    date_order: str | None = None,
) -> Accepted:
    """Check a local file and record it as an upload; raises WorkbookRefused, and then nothing is kept."""
    if date_order is not None and date_order not in ORDERS:
        raise BadRequest(f"date_order is {date_order[:40]!r}.", f"Use {' or '.join(ORDERS)}.")
    with reading(engine) as connection:
        known = uploads.find_by_content(connection, sha256)
    if known is not None:
        return _accepted_before(storage, known, date_order)
    moment = now()
    check_file(storage, path, sha256, date_order, moment.date())
    storage.write_file(upload_key(sha256), path)
    report = storage.read_json(check_key(sha256, date_order, REPORT))
    counts = {name: report[name] for name in ("rows_read", "rows_accepted", "rows_rejected", "rows_repeated")}
    with writing(engine) as connection:
        locks.hold(connection, "uploads")
        known = uploads.find_by_content(connection, sha256)
        if known is not None:
            return _accepted_before(storage, known, date_order)
        upload_id = uploads.add(
            connection,
            sha256=sha256,
            file_name=shown_name(file_name),
            size_bytes=path.stat().st_size,
            date_order=date_order,
            uploaded_by=who,
            uploaded_at=moment,
            **counts,
        )
        audit.record(connection, who, "upload", f"upload {upload_id}", after={"sha256": sha256, **counts})
    return Accepted(upload_id, is_new=True)


def _accepted_before(storage: Storage, known: RowMapping, date_order: str | None) -> Accepted:
    """The upload of the same bytes; raises BadRequest where they are now said to be read in another order."""
    used = storage.read_json(check_key(known["sha256"], known["date_order"], REPORT))["date_order"]
    if date_order is not None and used is not None and date_order != used:
        raise BadRequest(
            f"Exactly these bytes are upload {known['id']}, with its dates read {used}.",
            "Write the dates as year-month-day and upload again: its transactions replace themselves.",
        )
    return Accepted(known["id"], is_new=False)


def shown_name(file_name: str) -> str:
    """A file name that is safe to show: its last part, without control signs, not too long."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(_shown(sign) for sign in unicodedata.normalize("NFC", last)).strip()
    return shown[-FILE_NAME_MAX:] or "unnamed"


def _shown(sign: str) -> str:
    return "" if unicodedata.category(sign)[0] == "C" else sign
