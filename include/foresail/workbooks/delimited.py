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
# What offices have written since the nineties; the detector is not offered what only looks alike.
ENCODINGS = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "iso8859_5",
    "iso8859_9", "koi8_r", "cp850", "cp852", "cp866", "mac_roman", "shift_jis", "cp932", "euc_jp", "gb18030",
    "big5", "euc_kr", "cp949",
]  # fmt: skip
csv.field_size_limit(1_000_000)

RateHeader = Callable[[Sequence[str]], int]
"""How many of the columns that somebody looks for a row names."""


@dataclass(frozen=True)
class Delimited:
    """The cells of a delimited file (all text), and how it was read."""

    cells: pl.DataFrame
    encoding: str
    delimiter: str


def read_delimited(path: Path, rate_header: RateHeader) -> Delimited:
    """Read a file; raises NotAWorkbook where it is text, but no table."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = _detect_encoding(path, sample)
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            start = text.read(SAMPLE_BYTES)
            delimiter, skipped = _detect_delimiter(start, rate_header)
            text.seek(0)
            rows = islice(csv.reader(_without_nuls(text), delimiter=delimiter), skipped, None)
            cells = _to_columns(rows, skipped)
    except csv.Error as error:
        raise NotAWorkbook(
            "The file is text, but no table.", "Save it as .csv with one header row, or as .xlsx."
        ) from error
    return Delimited(cells, encoding.removesuffix("-sig"), DELIMITERS[delimiter])


def _detect_encoding(path: Path, sample: bytes) -> str:
    for mark, encoding in BOMS:
        if sample.startswith(mark):
            return encoding
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    if _is_utf8(path):
        return "utf-8"
    from charset_normalizer import from_bytes

    # Few letters beyond ASCII tell little: of two encodings that read them alike, the one that Western
    # Excel writes is the likelier.
    beyond = sample.translate(None, bytes(range(128)))
    if len(beyond) < 8:
        return "cp1252"
    best = from_bytes(sample, cp_isolation=ENCODINGS, enable_fallback=False).best()
    return best.encoding if best else "cp1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(SAMPLE_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


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
