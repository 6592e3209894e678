"""Results of checks in the object storage: one per content and reading options."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail.intake.checks import check_file, mark_file, read_cells_of_file
from foresail.intake.options import ReadingOptions
from foresail.intake.shapes import ProductOfFile
from foresail.intake.works import (
    ATTRIBUTES,
    FINDINGS,
    PAGE_FINDINGS,
    PRODUCTS,
    REPORT,
    SALES,
    UNUSUAL,
    page_of_findings,
)
from foresail.storage.keys import check_key, upload_key
from foresail.storage.objects import Storage


@dataclass(frozen=True)
class StoredCheck:
    """The results of checking an upload with its reading options."""

    storage: Storage
    sha256: str
    options: ReadingOptions

    def key(self, name: str) -> str:
        """The storage key of one part."""
        return check_key(self.sha256, self.options.digest(), name)

    @property
    def sales_key(self) -> str:
        """Where the lines that can be stored lie, as Parquet."""
        return self.key(SALES)

    @property
    def attributes_key(self) -> str:
        """Where what is said of the products lies, as Parquet."""
        return self.key(ATTRIBUTES)

    @property
    def unusual_key(self) -> str:
        """Where the lines lie that may have to be confirmed, as Parquet."""
        return self.key(UNUSUAL)

    @property
    def is_made(self) -> bool:
        """Whether it was made, and is whole or thinned."""
        return self.storage.exists(self.key(REPORT))

    def report(self) -> dict[str, Any]:
        """The report (`intake.reporting.Report`)."""
        report: dict[str, Any] = self.storage.read_json(self.key(REPORT))
        return report

    def products(self) -> list[ProductOfFile]:
        """The file's products: name, rows and units of each."""
        products: list[ProductOfFile] = self.storage.read_json(self.key(PRODUCTS))
        return products

    def findings(self, first: int, count: int) -> Iterator[dict[str, Any]]:
        """Findings from the `first` (from 0) on, in the order of the sheet."""
        end = min(first + count, sum(self.report()["findings"].values()))
        for number in range(first // PAGE_FINDINGS, -(-end // PAGE_FINDINGS)):
            lines = self.storage.read(self.key(page_of_findings(number))).splitlines()
            start = number * PAGE_FINDINGS
            yield from map(json.loads, lines[max(first - start, 0) : end - start])

    def findings_of(self, code: str, first: int, count: int) -> Iterator[dict[str, Any]]:
        """Those of one code, from the `first` (from 0) of them on, in the order of the sheet."""
        own = (finding for finding in self.findings(0, sys.maxsize) if finding["code"] == code)
        return islice(own, first, first + count)

    def cells(self, sheet: str, cell: str) -> dict[str, Any]:
        """The rows around a cell of the planner's own file; raises as `checks.read_cells_of_file`."""
        with self.storage.local_copy(upload_key(self.sha256)) as path:
            return read_cells_of_file(path, sheet, cell, encoding=self.report()["encoding"])

    def ensure(self, today: date) -> None:
        """Check the stored upload unless that was done, or what it gave was thinned; raises WorkbookRefused.

        `today` is the day it was uploaded on, so that a check that is made again finds the same.
        """
        if not (self.is_made and self.storage.exists(self.sales_key)):
            with self.storage.local_copy(upload_key(self.sha256)) as path:
                self.make(path, today)

    def make(self, path: Path, today: date) -> None:
        """Check a local file and store the results, the report last: it marks them as complete."""
        with TemporaryDirectory(prefix="foresail-check-") as folder:
            check_file(path, Path(folder), today, self.options)
            names = sorted(file.name for file in Path(folder).iterdir() if file.name != REPORT)
            for name in (*names, REPORT):
                self.storage.write_file(self.key(name), Path(folder) / name)

    def ensure_marked(self) -> str:
        """The key of the planner's own workbook with its findings marked; made once.

        Raises WorkbookTooCostly.
        """
        made = [key for key in self.storage.keys(self.key("marked")) if "/marked." in key]
        if made:
            return made[0]
        with (
            TemporaryDirectory(prefix="foresail-mark-") as folder,
            self.storage.local_copy(upload_key(self.sha256)) as path,
            self.storage.local_copy(self.key(FINDINGS)) as findings,
        ):
            name = mark_file(path, findings, Path(folder), encoding=self.report()["encoding"])
            key = self.key(f"marked/{name}")
            self.storage.write_file(key, Path(folder) / name)
        return key
