"""Marking 1,000 cells of a workbook, against loading, marking and saving it with openpyxl."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from foresail.trial.sample import make_sample

from tests.bench.measuring import Row, compare, show

FINDINGS = 1_000
FIRST_ROW = 4
APART = 110
COLUMN = "C"


def main() -> None:
    """Compare both on the sample workbook."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        lines = make_sample(path).lines
        this = "tests.bench.marking"
        ours, peer = compare((this, "mark", str(path)), (this, "openpyxl", str(path)))
    rows = [
        Row("mark 1,000 cells: CPU", ours.cpu_s, peer.cpu_s, "s"),
        Row("mark 1,000 cells: peak memory", ours.peak_mib, peer.peak_mib, "MiB"),
    ]
    show(f"Workbook of {lines:,} rows, whole process", "openpyxl", rows)


def _run(what: str, path: str) -> None:
    marked = Path(path).with_name(f"{what}.xlsx")
    rows = range(FIRST_ROW, FIRST_ROW + FINDINGS * APART, APART)
    if what == "mark":
        _mark(Path(path), rows, marked)
    else:
        _mark_with_openpyxl(path, rows, marked)


def _mark(path: Path, rows: range, into: Path) -> None:
    import polars as pl
    from foresail.intake.marking import mark_findings
    from foresail.intake.rules import FINDINGS_SCHEMA
    from foresail.workbooks.formats import Format

    found = [
        {
            "sheet": "Sales",
            "row": row,
            "cell": f"{COLUMN}{row}",
            "column": "Quantity",
            "value": "two",
            "code": "not-a-number",
            "severity": "error",
        }
        for row in rows
    ]
    mark_findings(path, Format.XLSX, pl.DataFrame(found, schema=FINDINGS_SCHEMA), into)


def _mark_with_openpyxl(path: str, rows: range, into: Path) -> None:
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = load_workbook(path)
    fill = PatternFill("solid", fgColor="FFC7CE")
    for row in rows:
        cell = book["Sales"][f"{COLUMN}{row}"]
        cell.fill = fill
        cell.comment = Comment("The quantity is no number.", "Foresail")
    book.save(into)


if __name__ == "__main__":
    _run(*sys.argv[1:])
