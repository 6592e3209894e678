"""Decides what is marked where: cells by their severity, comments, and the lines of the list of findings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from foresail.severities import Severity
from foresail.workbooks.splicing import ILLEGAL

ROWS_MAX, COLUMNS_MAX, TEXT_MAX = 1_048_576, 16_384, 32_767
COMMENTED_CELLS_MAX = 10_000
# Excel refuses a sheet with more than 65,530.
LINKS_MAX = 60_000
HEAD_ROWS = 2
HEADER = (
    "Cell", "Sheet", "Row", "Column", "Value", "Severity", "What is wrong", "What to do", "Code",
)  # fmt: skip
WIDTHS = (10, 18, 9, 18, 26, 11, 95, 75, 22)
COLOURS = {
    Severity.ERROR: "FFC7CE",
    Severity.CONFIRM: "F8CBAD",
    Severity.WARNING: "FFEB9C",
    Severity.NOTICE: "DDEBF7",
}
SEVERITIES = tuple(Severity)
AUTHOR = "Foresail"
# At most 15 digits, as Excel keeps no more: a longer one is an id, and one with leading zeros too.
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Words = Mapping[str, tuple[str, str]]
"""What is wrong and what to do, by code."""


@dataclass(frozen=True)
class Limits:
    """How much of one kind a sheet is given."""

    commented_cells: int = COMMENTED_CELLS_MAX
    links: int = LINKS_MAX
    rows: int = ROWS_MAX - HEAD_ROWS


@dataclass(frozen=True)
class Line:
    """A line of the list: its cells, and which sheet and cell it links to, if any."""

    cells: Sequence[str | int]
    target: tuple[str, str] | None


@dataclass(frozen=True)
class Plan:
    """All that is to be marked; `notes` holds the comments by sheet, then by (row, column) from 1."""

    findings: pl.DataFrame
    placed: pl.DataFrame
    notes: dict[str, dict[tuple[int, int], str]]
    words: Words
    limits: Limits
    summary: str

    def marked_sheets(self) -> list[str]:
        """The sheets that have a marked cell."""
        return self.placed["sheet"].unique(maintain_order=True).to_list()

    def marked_rows(self, sheet: str) -> Iterator[tuple[int, list[tuple[int, Severity]]]]:
        """The marked columns of each row of a sheet, from 1, in order."""
        cells = self.placed.filter(pl.col("sheet") == sheet).select("at_row", "at_column", "rank")
        for row, group in groupby(cells.iter_rows(), key=lambda cell: cell[0]):
            yield row, [(column, SEVERITIES[rank]) for _, column, rank in group]

    def corners(self, sheet: str) -> tuple[int, int, int, int]:
        """The first and the last marked column of a sheet, then its first and last marked row."""
        cells = self.placed.filter(pl.col("sheet") == sheet)
        columns, rows = cells["at_column"].cast(int), cells["at_row"].cast(int)
        return tuple(edge for numbers in (columns, rows) for edge in (numbers.min(), numbers.max()))  # type: ignore[return-value]

    def lines(self, sheets: set[str]) -> Iterator[Line]:
        """The lines of the list; a finding on one of `sheets` links to its cell."""
        names = ("cell", "sheet", "row", "column", "value", "severity", "code")
        for number, found in enumerate(self.findings.select(names).head(self.limits.rows).iter_rows()):
            cell, sheet, row, column, value, severity, code = found
            message, remedy = _words(self.words, code)
            address = _address(cell, row)
            target = (sheet, address) if sheet in sheets and number < self.limits.links else None
            texts = (address, sheet, row or "", column, value, severity, message, remedy, code)
            yield Line([text if text is not None else "" for text in texts], target)


def make_plan(findings: pl.DataFrame, words: Words, limits: Limits) -> Plan:
    """Plan the marks for findings as they are stored."""
    placed = _place(findings)
    by_cell = placed.group_by("sheet", "at_row", "at_column", maintain_order=True)
    cells = by_cell.agg(pl.col("rank").min(), pl.col("code").unique(maintain_order=True))
    notes: dict[str, dict[tuple[int, int], str]] = {}
    for sheet, row, column, _, codes in cells.head(limits.commented_cells).iter_rows():
        notes.setdefault(sheet, {})[row, column] = "\n\n".join(
            "\n".join(_words(words, code)) for code in codes
        )
    return Plan(
        findings=findings,
        placed=cells.drop("code").sort("sheet", "at_row", "at_column"),
        notes=notes,
        words=words,
        limits=limits,
        summary=_summarise(findings, cells.height, limits),
    )


def _place(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings that point at a cell of a sheet; one without a column is about its sheet."""
    parts = findings.filter(pl.col("column").fill_null("") != "").with_columns(
        pl.col("cell").str.extract(r"^([A-Z]{1,3})[1-9]\d{0,6}$").alias("letters"),
        pl.col("cell").str.extract(r"^[A-Z]{1,3}([1-9]\d{0,6})$").cast(pl.Int64).alias("at_row"),
        pl.col("severity")
        .replace_strict(
            [*SEVERITIES], [*range(len(SEVERITIES))], default=len(SEVERITIES) - 1, return_dtype=pl.Int64
        )
        .alias("rank"),
    )
    letters = parts["letters"].drop_nulls().unique().to_list()
    numbers = [column_number(text) for text in letters]
    at_column = pl.col("letters").replace_strict(letters, numbers, default=None, return_dtype=pl.Int64)
    return parts.with_columns(at_column.alias("at_column")).filter(
        pl.col("at_row") <= ROWS_MAX, pl.col("at_column") <= COLUMNS_MAX
    )


def _summarise(findings: pl.DataFrame, cells: int, limits: Limits) -> str:
    counts = dict(findings.group_by("severity").len().iter_rows())
    parts = [_counted(counts[severity], severity) for severity in SEVERITIES if severity in counts]
    said = [f"{_counted(findings.height, 'finding')}{': ' if parts else ''}{', '.join(parts)}."]
    if findings.height > limits.rows:
        said.append(f"Only the first {limits.rows:,} are listed: a sheet holds no more.")
    if cells > limits.commented_cells:
        said.append(f"Only the first {limits.commented_cells:,} cells have comments; all are coloured.")
    if min(findings.height, limits.rows) > limits.links:
        said.append(f"Only the first {limits.links:,} lines are links.")
    return " ".join(said)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _words(words: Words, code: str) -> tuple[str, str]:
    """What is wrong and what to do, for a code; one that a later version dropped speaks for itself."""
    return words.get(code, (code, ""))


def is_plain_number(text: str) -> bool:
    """Whether a text is a number that loses nothing as one: no leading zero, no sign but a minus."""
    # 2024.10 may be a receipt: as a number it would be 2024.1.
    is_exact = not ("." in text and text.endswith("0"))
    return bool(PLAIN_NUMBER.fullmatch(text)) and is_exact and sum(map(str.isdigit, text)) <= 15


def safe_text(text: str) -> str:
    """A user's text as a cell may hold it: nothing XML cannot hold, nothing that starts a formula."""
    clean = ILLEGAL.sub("", text)
    if clean.startswith(STARTS_A_FORMULA):
        clean = "'" + clean
    return clean[:TEXT_MAX]


def link_location(sheet: str, cell: str) -> str:
    """The place in this workbook that a link goes to."""
    return "'" + ILLEGAL.sub("", sheet).replace("'", "''") + "'!" + cell


def free_name(taken: Sequence[str], wanted: str) -> str:
    """The name for a sheet, numbered if it is taken: Excel ignores case."""
    known = {name.casefold() for name in taken}
    number, name = 1, wanted[:31]
    while name.casefold() in known:
        number += 1
        name = f"{wanted[: 30 - len(str(number))]} {number}"
    return name


def column_number(letters: str) -> int:
    """The number of a column from 1: A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column that counts from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def filtered_area(plan: Plan) -> str:
    """The cells that the filter of the list covers."""
    last = HEAD_ROWS + min(plan.findings.height, plan.limits.rows)
    return f"A{HEAD_ROWS}:{column_letters(len(HEADER))}{last}"


def _address(cell: str | None, row: int | None) -> str:
    """The cell of a finding, or the first of its row where it has none."""
    if re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]{0,6}", cell or ""):
        return str(cell)
    return f"A{row}" if row and 0 < row <= ROWS_MAX else "A1"
