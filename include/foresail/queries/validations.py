"""Shows what a workbook holds and what uploading it would change; nothing is stored."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection

from foresail.airflow import connections
from foresail.clock import now
from foresail.intake.checks import check_file
from foresail.intake.findings import in_words
from foresail.intake.options import ReadingOptions
from foresail.intake.previews import preview
from foresail.intake.remembering import check_as_known
from foresail.intake.shapes import Changes
from foresail.intake.upload_options import UploadOptions, read_options
from foresail.intake.works import FIRST_ROWS, PRODUCTS, REPORT, SALES, UNUSUAL, page_of_findings
from foresail.queries.transaction import question
from foresail.warehouse import uploads
from foresail.warehouse.modes import check_coverage, period_of
from foresail.warehouse.uploads import Upload

FINDINGS_TOLD = 1000


class ChangesOfUpload(Changes):
    """What uploading a file would change; the upload that the same bytes are already, if any."""

    upload_id: int | None


@dataclass(frozen=True)
class Validation:
    """What a check found, its first findings in words, and what storing the file would change.

    `first_rows` show the sheet that was read, and how (`foresail.intake.first_rows`).
    """

    report: dict[str, Any]
    findings_total: int
    findings: list[dict[str, Any]]
    changes: ChangesOfUpload
    first_rows: dict[str, Any]


def validate(path: Path, sha256: str, *, who: str, options: UploadOptions) -> Validation:
    """Check a local file and say what storing it would change; nothing is stored. Raises WorkbookRefused."""
    read_as, known = _read_known(options, who, sha256)
    with TemporaryDirectory(prefix="foresail-validation-") as folder:
        into = Path(folder)
        today = now().date()
        check_as_known(connections.warehouse(), read_as, partial(check_file, path, into, today))
        report = json.loads((into / REPORT).read_text())
        first_rows = json.loads((into / FIRST_ROWS).read_text())
        first = into / page_of_findings(0)
        findings = first.read_text().splitlines() if first.exists() else []
        mode, covers = check_coverage(options.mode, options.covers)
        changes = preview(
            connections.warehouse(),
            into / SALES,
            into / PRODUCTS,
            into / UNUSUAL,
            mode=mode,
            covers=covers,
            period=period_of(report),
        )
    if known is not None and known.data_version is not None:
        changes |= {"lines_new": 0, "lines_changed": 0, "lines_removed": 0, "months": []}
        changes |= {"overlap": None, "products_changed": [], "unusual": []}
        changes["lines_identical"] = report["rows_accepted"]
    return Validation(
        report,
        sum(report["findings"].values()),
        [in_words(json.loads(line)) for line in findings[:FINDINGS_TOLD]],
        {"upload_id": known.id if known else None, **changes},
        first_rows,
    )


@question
def _read_known(
    connection: Connection, options: UploadOptions, who: str, sha256: str
) -> tuple[ReadingOptions, Upload | None]:
    return read_options(connection, options, who), uploads.find_by_content(connection, sha256)
