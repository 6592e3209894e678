"""Inspects the parts of a zip package before any reader opens it, and notes what readers do not give."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from foresail.errors import NotAWorkbook, WorkbookTooCostly
from foresail.workbooks.binary_index import find_merged
from foresail.workbooks.formats import ACCEPTED, damaged, password_protected
from foresail.workbooks.package_index import Index, read_index
from foresail.workbooks.spanned_cells import find_spanned

# A real workbook of 1,000,000 rows has a dozen parts.
PARTS_MAX = 5_000
CHUNK_BYTES = 2 * 1024 * 1024
# Longer than any element that a pattern below spans: a formula has 8,192 signs at most.
OVERLAP_BYTES = 32 * 1024
SEARCHED_MAX_BYTES = 16 * 1024 * 1024
# What ends a formula (one that others share is written out once, too), and how a cell without a result ends.
ENDS_FORMULA, ENDS_PREFIXED_FORMULA = b"</f>", b":f>"
ENDS_WITHOUT_RESULT = (b"f></", b'"/></', b"f><v></", b"f><v/", b"f><v /", b":v/>", b":v />", b":v></")
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
CONTENT = "content.xml"
SPANNED = re.compile(rb'number-rows-spanned="(?!1")')
UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*"
    rb"</(?:\w+:)?c>"
)


@dataclass
class Marks:
    """What readers do not give of a sheet; rows and columns count from 0.

    `merged` holds areas as (first row, last row, first column, last column); `uncalculated` the cells whose
    formula has no stored result.
    """

    merged: set[tuple[int, int, int, int]] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    has_merged: bool = False
    formula_end: bytes | None = None
    has_formulas: bool = False


@dataclass(frozen=True)
class Package:
    """What was noted: marks by the name of the sheet, and what the workbook says of its sheets.

    `holds_charts` says that a sheet of an .xls has a chart drawn on it.
    """

    marks: dict[str, Marks] = field(default_factory=dict)
    index: Index = field(default_factory=Index)
    holds_charts: bool = False


Watch = Callable[[str], Callable[[bytes], None] | None]
"""Asked for each part by its name, sheets last: what takes its bytes, if anything does."""


def inspect(path: Path, unpacked_max_bytes: int, watch: Watch = lambda _: None) -> Package:
    """Unpack every part once, counting; raises NotAWorkbook or WorkbookTooCostly where one is unsafe."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _check_index(parts, unpacked_max_bytes)
            by_part = _look_through(package, parts, unpacked_max_bytes, watch)
            index = read_index(package)
            by_name = _find_spanned(package, by_part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise damaged() from error
    except RuntimeError as error:  # what zipfile says of a part with a password
        raise password_protected() from error
    marks = {index.names[part]: found for part, found in by_part.items() if part in index.names}
    return Package(marks | by_name, index)


def _check_index(parts: list[zipfile.ZipInfo], unpacked_max_bytes: int) -> None:
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > unpacked_max_bytes:
        raise _too_large()
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise NotAWorkbook("The file is packed in a way that no spreadsheet program uses.", ACCEPTED)
    if any(part.flag_bits & 1 for part in parts):
        raise password_protected()
    names = [part.filename for part in parts]
    if len(set(names)) < len(names) or any(".." in name.replace("\\", "/").split("/") for name in names):
        raise NotAWorkbook("The file's parts have names that no spreadsheet program gives.", ACCEPTED)


def _too_large() -> WorkbookTooCostly:
    return WorkbookTooCostly(
        "The file unpacks to more than a workbook may hold.",
        "Split the workbook, or ask for a higher FORESAIL_PARSE_UNPACKED_MIB.",
    )


def _look_through(
    package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], unpacked_max_bytes: int, watch: Watch
) -> dict[str, Marks]:
    """Inflate all parts, as far as they say they go: zipfile compares the checksum at the end of each."""
    marks: dict[str, Marks] = {}
    total = 0
    for part in sorted(parts, key=_is_sheet):
        found = Marks()
        is_sheet, take = _is_sheet(part), watch(part.filename)
        for before, window, chunk in _windows(package, part):
            total += len(chunk)
            if total > unpacked_max_bytes:
                raise _too_large()
            # A document type stands before all else: in a large part a look at its beginning is enough.
            if not before or part.file_size <= SEARCHED_MAX_BYTES:
                _refuse_document_type(window)
            if is_sheet and part.filename.endswith(".bin"):
                areas, found.has_merged = find_merged(window, found.has_merged)
                found.merged |= areas
            elif is_sheet:
                _note_formulas(window, found)
                _note_merged(window, found)
            elif part.filename == CONTENT:
                found.has_merged = found.has_merged or SPANNED.search(window) is not None
            if take is not None:
                take(chunk)
        marks[part.filename.lstrip("/")] = found
    return marks


def _find_spanned(package: zipfile.ZipFile, by_part: dict[str, Marks]) -> dict[str, Marks]:
    """The merged cells of an .ods file by the name of the sheet."""
    if CONTENT not in by_part or not by_part[CONTENT].has_merged:
        return {}
    with package.open(CONTENT) as content:
        return {name: Marks(merged) for name, merged in find_spanned(content).items()}


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    return "worksheets/" in part.filename


def _windows(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The bytes of a part: the window before, the window, which begins with its end, and what is new."""
    before = b""
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            window = before[-OVERLAP_BYTES:] + chunk
            yield before, window, chunk
            before = window


def _refuse_document_type(window: bytes) -> None:
    if any(sign in window for sign in DOCTYPES):
        raise NotAWorkbook("The file holds a document type, which no workbook has.", ACCEPTED)


def _note_merged(window: bytes, found: Marks) -> None:
    if b"mergeCell " not in window:
        return
    for first, top, last, bottom in MERGE.findall(window):
        found.merged.add((int(top) - 1, int(bottom) - 1, column_number(first), column_number(last)))


def _note_formulas(window: bytes, found: Marks) -> None:
    if found.formula_end is None:
        found.formula_end = ENDS_FORMULA if b"<worksheet" in window else ENDS_PREFIXED_FORMULA
    found.has_formulas = found.has_formulas or found.formula_end in window
    if found.has_formulas and any(sign in window for sign in ENDS_WITHOUT_RESULT):
        for letters, row in UNCALCULATED.findall(window):
            found.uncalculated.add((int(row) - 1, column_number(letters)))


def column_number(letters: bytes) -> int:
    """The 0-based number of a column's letters: A -> 0, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
