"""Reads files of delimited text, whatever their encoding and delimiter."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from foresail.errors import NotAWorkbook, WorkbookTooCostly
from foresail.workbooks.encodings import NOTHING_KNOWN, Known, Words, decide
from foresail.workbooks.quoted_rows import is_in_quotes, unquoted
from foresail.workbooks.unmarked import find_utf16

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "^": "caret", "~": "tilde"}
SAMPLE_BYTES = 256 * 1024
SAMPLE_ROWS = 60
CHUNK_ROWS = 50_000
COLUMNS_MAX = 16_384  # what Excel has
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of so many letters in UTF-8 one may be damaged, as where a file was cut or joined.
DAMAGED_SHARE = 0.02
csv.field_size_limit(1_000_000)

RateHeader = Callable[[Sequence[str]], int]
"""How many of the columns that somebody looks for a row names."""


@dataclass(frozen=True)
class Delimited:
    """The cells of a delimited file (all text), and how it was read."""

    cells: pl.DataFrame
    encoding: str
    delimiter: str


def read_delimited(
    path: Path, rate_header: RateHeader, encoding: str | None = None, known: Known = NOTHING_KNOWN
) -> Delimited:
    """Read a file, in an encoding that is given or else found.

    Raises NotAWorkbook where it is text, but no table, and UndecidableEncoding.
    """
    encoding = with_mark(path, encoding) if encoding else find_encoding(path, known)
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            start = text.read(SAMPLE_BYTES)
            text.seek(0)
            lines = _without_nuls(text)
            if is_in_quotes(start, DELIMITERS):
                start, lines = "".join(unquoted(start.splitlines(keepends=True))), unquoted(lines)
            delimiter, skipped = _detect_delimiter(start, rate_header)
            rows = islice(csv.reader(lines, delimiter=delimiter), skipped, None)
            cells = _to_columns(rows, skipped)
    except csv.Error as error:
        raise NotAWorkbook(
            "The file is text, but no table.", "Save it as .csv with one header row, or as .xlsx."
        ) from error
    return Delimited(cells, encoding.removesuffix("-sig"), DELIMITERS[delimiter])


def find_encoding(path: Path, known: Known = NOTHING_KNOWN) -> str:
    """The encoding of a file: as its mark says, Unicode, or the likeliest; raises UndecidableEncoding."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    for mark, encoding in BOMS:
        if sample.startswith(mark):
            return encoding
    unmarked = find_utf16(sample)
    if unmarked:
        return unmarked
    if _is_utf8(path):
        return "utf-8"
    words = Words()
    for chunk in _chunks_of_lines(path):
        words.gather(chunk)
        if words.are_enough:
            break
    return decide(words, known)


def with_mark(path: Path, encoding: str) -> str:
    """The encoding that reads a file without its mark, where it has one."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((named for mark, named in BOMS if start.startswith(mark)), encoding)
    return (
        marked
        if marked.split("-")[:2] == encoding.split("-")[:2] or marked == f"{encoding}-sig"
        else encoding
    )


def _chunks_of_lines(path: Path) -> Iterator[bytes]:
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(SAMPLE_BYTES):
            lines, end, begun = (rest + chunk).rpartition(b"\n")
            rest = begun if end and len(begun) < SAMPLE_BYTES else b""
            yield lines if end else begun
    if rest:
        yield rest


def _is_utf8(path: Path) -> bool:
    """Whether a file is in UTF-8, but for a few letters that were damaged on its way."""
    letters = damaged = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as file:
        while chunk := file.read(SAMPLE_BYTES):
            if not chunk.isascii():
                text = decoder.decode(chunk)
                letters += len(text) - len(text.encode("ascii", "ignore"))
                damaged += text.count("\ufffd")
    return damaged <= DAMAGED_SHARE * letters


def _detect_delimiter(start: str, rate_header: RateHeader) -> tuple[str, int]:
    """The delimiter, and how many rows to skip: Excel's own `sep=;` line names it.

    Else the one under which a row of the sample names the most columns that are looked for; where none does,
    the one that parts the most rows alike.
    """
    first, _, _ = start.partition("\n")
    named = first.strip().strip('"')
    if named.lower().startswith("sep=") and named[4:5] in DELIMITERS:
        return named[4:5], 1
    return max(DELIMITERS, key=lambda delimiter: _fitness(start, delimiter, rate_header)), 0


def _fitness(start: str, delimiter: str, rate_header: RateHeader) -> tuple[int, int]:
    try:
        rows = list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), SAMPLE_ROWS))
    except csv.Error:
        return (0, 0)
    widths = [len(row) for row in rows if len(row) > 1]
    mapped = max((rate_header(row) for row in rows if len(row) <= COLUMNS_MAX), default=0)
    return mapped if mapped > 1 else 0, max((widths.count(width) for width in set(widths)), default=0)


def _without_nuls(lines: Iterable[str]) -> Iterator[str]:
    return (line.replace("\x00", "") for line in lines)


def _to_columns(rows: Iterator[list[str]], skipped: int) -> pl.DataFrame:
    """Rows of any length as columns of text, a chunk at a time: lists of lists cost ten times their text."""
    parts = [pl.DataFrame({"0": [None] * skipped}, schema={"0": pl.String})] if skipped else []
    while chunk := list(islice(rows, CHUNK_ROWS)):
        width = max(len(row) for row in chunk)
        if width > COLUMNS_MAX:
            raise WorkbookTooCostly(f"A row has more than {COLUMNS_MAX:,} cells.", "Split the file.")
        padded = [row + [""] * (width - len(row)) for row in chunk]
        columns = zip(*padded, strict=True)
        part = pl.DataFrame({str(place): texts for place, texts in enumerate(columns)}, strict=False)
        parts.append(part if width else pl.DataFrame({"0": [None] * len(chunk)}, schema={"0": pl.String}))
    if not parts:
        return pl.DataFrame()
    cells = pl.concat(parts, how="diagonal")
    return cells.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())
