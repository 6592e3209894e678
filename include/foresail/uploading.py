"""Accepts a file: keeps its bytes, checks it, gives it a number. What is refused leaves nothing behind."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, RowMapping

from foresail import settling
from foresail.checks import check_file, limits
from foresail.clock import now
from foresail.columns import FIELD_OF, header_key
from foresail.errors import BadRequest, UploadTooLarge
from foresail.naming import name_key
from foresail.previewing import preview
from foresail.storage import Storage, check_key, upload_key
from foresail.validation.findings import in_words
from foresail.validation.options import ReadingOptions, check_order
from foresail.warehouse import aliases, audit, date_orders, idempotency, locks, mappings, uploads
from foresail.warehouse.aliases import Answer
from foresail.warehouse.connecting import reading, writing
from foresail.workbooks.cage import PRODUCTS, REPORT, SALES, check_caged, page_of_findings

CHUNK_BYTES = 1024 * 1024
FILE_NAME_MAX = 200
FINDINGS_TOLD = 1000


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


@dataclass(frozen=True)
class Wish:
    """What an uploader says of a file: how to read it, and what its new products are.

    `columns` maps column names to headers, `mapping` names a saved one, `save_mapping_as` saves this one.
    With a `key`, the same call sent again gets the same answer.
    """

    date_order: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: str | None = None
    save_mapping_as: str | None = None
    products: Sequence[Answer] = ()
    key: str | None = None

    def fingerprint(self, sha256: str) -> str:
        """A checksum of the file and all that was said of it."""
        said = [sha256, self.date_order, dict(self.columns), self.mapping, self.save_mapping_as]
        told = json.dumps([*said, [vars(answer) for answer in self.products]], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def read_options(connection: Connection, wish: Wish, who: str) -> ReadingOptions:
    """How a file of this uploader is to be read; raises BadRequest or UnknownMapping."""
    check_order(wish.date_order)
    columns = dict(mappings.get(connection, wish.mapping)["columns"]) if wish.mapping else {}
    columns |= mappings.check_columns(wish.columns)
    usual = date_orders.usual(connection, who) if wish.date_order is None else None
    return ReadingOptions(wish.date_order, usual, columns)


def accept(
    storage: Storage,
    engine: Engine,
    path: Path,
    sha256: str,
    *,
    file_name: str,
    who: str,
    wish: Wish | None = None,
) -> Accepted:
    """Check a local file and record it as an upload; raises WorkbookRefused, and then nothing is kept."""
    wish = wish or Wish()
    fingerprint = wish.fingerprint(sha256)
    with reading(engine) as connection:
        repeated = idempotency.find(connection, who, wish.key, fingerprint) if wish.key else None
        options = read_options(connection, wish, who)
        known = uploads.find_by_content(connection, sha256)
    if repeated is not None:
        return Accepted(repeated, is_new=False)
    if known is not None:
        return _accepted_before(storage, engine, known, wish, options, who)
    moment = now()
    check_file(storage, path, sha256, options, moment.date())
    storage.write_file(upload_key(sha256), path)
    report = storage.read_json(check_key(sha256, options, REPORT))
    _check_answers(storage, engine, sha256, options, wish)
    counts = {name: report[name] for name in ("rows_read", "rows_accepted", "rows_rejected", "rows_repeated")}
    with writing(engine) as connection:
        locks.hold(connection, "uploads")
        known = uploads.find_by_content(connection, sha256)
        if known is None:
            upload_id = uploads.add(
                connection,
                sha256=sha256,
                file_name=shown_name(file_name),
                size_bytes=path.stat().st_size,
                reading=options.to_json(),
                uploaded_by=who,
                uploaded_at=moment,
                **counts,
            )
            _remember(connection, upload_id, wish, options, who, fingerprint)
            audit.record(connection, who, "upload", f"upload {upload_id}", after={"sha256": sha256, **counts})
    if known is not None:
        return _accepted_before(storage, engine, known, wish, options, who)
    return Accepted(upload_id, is_new=True)


def try_out(engine: Engine, path: Path, sha256: str, *, who: str, wish: Wish) -> dict[str, Any]:
    """Check a local file and say what storing it would change; nothing is stored. Raises WorkbookRefused."""
    with reading(engine) as connection:
        options = read_options(connection, wish, who)
        known = uploads.find_by_content(connection, sha256)
    with TemporaryDirectory(prefix="foresail-validation-") as folder:
        into = Path(folder)
        check_caged(path, into, now().date().isoformat(), options, limits())
        report = json.loads((into / REPORT).read_text())
        first = into / page_of_findings(0)
        findings = first.read_text().splitlines() if first.exists() else []
        changes = preview(engine, into / SALES, into / PRODUCTS)
    if known is not None and known["data_version"] is not None:
        changes |= {"lines_new": 0, "lines_changed": 0, "lines_removed": 0, "months": []}
        changes["lines_identical"] = report["rows_accepted"]
    return {
        "report": report,
        "findings_total": sum(report["findings"].values()),
        "findings": [in_words(json.loads(line)) for line in findings[:FINDINGS_TOLD]],
        "changes": {"upload_id": known["id"] if known else None, **changes},
    }


def _check_answers(
    storage: Storage, engine: Engine, sha256: str, options: ReadingOptions, wish: Wish
) -> None:
    """Raise BadRequest where an answer is for anything but a product of this file never seen before."""
    if not wish.products:
        return
    with reading(engine) as connection:
        new = settling.unseen(connection, storage.read_json(check_key(sha256, options, PRODUCTS)))
    names = {name_key(product["name"]) for product in new}
    for answer in wish.products:
        if name_key(answer.name) not in names:
            raise BadRequest(
                f"{answer.name[:80]!r} is no product of this file that was never seen before.",
                "Answer for those that POST /validations tells as products_unseen.",
            )


def _remember(
    connection: Connection, upload_id: int, wish: Wish, options: ReadingOptions, who: str, fingerprint: str
) -> None:
    """Keep what the uploader said for the next time."""
    if wish.key and idempotency.find(connection, who, wish.key, fingerprint) is None:
        idempotency.remember(connection, who, wish.key, fingerprint, upload_id)
    if wish.date_order:
        date_orders.remember(connection, who, wish.date_order)
    if wish.save_mapping_as:
        mappings.save(connection, wish.save_mapping_as, options.columns, who)
    aliases.decide(connection, upload_id, wish.products, who, "upload")


def _accepted_before(
    storage: Storage, engine: Engine, known: RowMapping, wish: Wish, options: ReadingOptions, who: str
) -> Accepted:
    """The upload of the same bytes; raises BadRequest where they are now said to be read in another order."""
    before = ReadingOptions.from_json(known["reading"])
    used = storage.read_json(check_key(known["sha256"], before, REPORT))["date_order"]
    if wish.date_order is not None and used is not None and wish.date_order != used:
        raise BadRequest(
            f"Exactly these bytes are upload {known['id']}, with its dates read {used}.",
            "Write the dates as year-month-day and upload again: its transactions replace themselves.",
        )
    _check_columns(storage, known, before, options)
    _check_answers(storage, engine, known["sha256"], before, wish)
    with writing(engine) as connection:
        locks.hold(connection, "uploads")
        _remember(connection, known["id"], wish, options, who, wish.fingerprint(known["sha256"]))
    return Accepted(known["id"], is_new=False)


def _check_columns(
    storage: Storage, known: RowMapping, before: ReadingOptions, options: ReadingOptions
) -> None:
    """Raise BadRequest where columns are given that the file was not read with."""
    used = storage.read_json(check_key(known["sha256"], before, REPORT))["columns"]
    for name, header in options.columns.items():
        read = used.get(FIELD_OF[name])
        if read is None or header_key(read) != header_key(header):
            raise BadRequest(
                f"Exactly these bytes are upload {known['id']}, with {name} read from {str(read)[:80]!r}.",
                "Change anything in the file, its name of a column for one, and upload it again.",
            )


def shown_name(file_name: str) -> str:
    """A file name that is safe to show: its last part, without control signs, not too long."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(_shown(sign) for sign in unicodedata.normalize("NFC", last)).strip()
    return shown[-FILE_NAME_MAX:] or "unnamed"


def _shown(sign: str) -> str:
    return "" if unicodedata.category(sign)[0] == "C" else sign
