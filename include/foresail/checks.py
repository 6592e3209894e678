"""Checks uploads that lie in the object storage: once per content and way of reading, whoever asks."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail.settings import settings
from foresail.storage import Storage, check_key, upload_key
from foresail.validation.options import ReadingOptions
from foresail.workbooks.cage import FINDINGS, REPORT, Limits, check_caged, mark_caged


def ensure_checked(storage: Storage, sha256: str, options: ReadingOptions, today: date) -> dict[str, Any]:
    """The report of an upload, checking it unless that was done; raises WorkbookRefused."""
    if not storage.exists(check_key(sha256, options, REPORT)):
        with storage.local_copy(upload_key(sha256)) as path:
            check_file(storage, path, sha256, options, today)
    return storage.read_json(check_key(sha256, options, REPORT))


def check_file(storage: Storage, path: Path, sha256: str, options: ReadingOptions, today: date) -> None:
    """Check a local file and store what came of it, the report last: it says that the rest is there."""
    with TemporaryDirectory(prefix="foresail-check-") as folder:
        check_caged(path, Path(folder), today.isoformat(), options, limits())
        names = sorted(file.name for file in Path(folder).iterdir() if file.name != REPORT)
        for name in (*names, REPORT):
            storage.write_file(check_key(sha256, options, name), Path(folder) / name)


def ensure_marked(storage: Storage, sha256: str, options: ReadingOptions) -> str:
    """The key of the planner's own workbook with its findings marked; made once. Raises WorkbookTooCostly."""
    made = [key for key in storage.keys(check_key(sha256, options, "marked")) if "/marked." in key]
    if made:
        return made[0]
    with (
        TemporaryDirectory(prefix="foresail-mark-") as folder,
        storage.local_copy(upload_key(sha256)) as path,
        storage.local_copy(check_key(sha256, options, FINDINGS)) as findings,
    ):
        name = mark_caged(path, findings, Path(folder), limits())
        key = check_key(sha256, options, f"marked/{name}")
        storage.write_file(key, Path(folder) / name)
    return key


def limits() -> Limits:
    """What one file may take, as it is set."""
    now = settings()
    return Limits(now.parse_memory_mib, now.parse_seconds, now.parse_unpacked_mib)
