"""Checks uploads that lie in the object storage: once per content, whoever asks."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail.settings import settings
from foresail.storage import Storage, check_key, upload_key
from foresail.workbooks.cage import FINDINGS, REPORT, SALES, Limits, check_caged


def ensure_checked(storage: Storage, sha256: str, date_order: str | None, today: date) -> dict[str, Any]:
    """The report of an upload, checking it unless that was done; raises WorkbookRefused."""
    if not storage.exists(check_key(sha256, date_order, REPORT)):
        with storage.local_copy(upload_key(sha256)) as path:
            check_file(storage, path, sha256, date_order, today)
    return storage.read_json(check_key(sha256, date_order, REPORT))


def check_file(storage: Storage, path: Path, sha256: str, date_order: str | None, today: date) -> None:
    """Check a local file and store what came of it, the report last: it says that the rest is there."""
    limits = Limits(settings().parse_memory_mib, settings().parse_seconds)
    with TemporaryDirectory(prefix="foresail-check-") as folder:
        check_caged(path, Path(folder), today.isoformat(), date_order, limits)
        for name in (SALES, FINDINGS, REPORT):
            storage.write_file(check_key(sha256, date_order, name), Path(folder) / name)
