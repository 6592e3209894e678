"""Detects the format of a file from its bytes, whatever its name, and refuses what is unsafe to open."""

import re
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from foresail.errors import EmptyWorkbook, NotAWorkbook
from foresail.workbooks.unmarked import find_utf16

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
BIFF_STARTS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# What exports call .xls, and what people send by mistake, with the words for each.
DISGUISES = (
    (b"%pdf", "The file is a PDF document, whatever its name ends in."),
    (b"{\\rtf", "The file is a text document, whatever its name ends in."),
    (b"\x89png", "The file is a picture, whatever its name ends in."),
    (b"\xff\xd8\xff", "The file is a picture, whatever its name ends in."),
    (b"gif8", "The file is a picture, whatever its name ends in."),
    (b"<", "The file is XML of a kind that is no workbook."),
)
# Headers as of a mail.
WEB_ARCHIVE = re.compile(rb"^(?:[\w-]+:[^\n]*\n\s*){0,20}?(?:mime-version|content-type):", re.IGNORECASE)
WEB_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div|center|font)\b", re.IGNORECASE
)
PARQUET_SIGNATURE = b"PAR1"
JSON_ROWS = re.compile(rb"\[\s*\{\s*[\"}]|\{\s*\"[^\"]*\"\s*:")
XML_SHEETS = b"urn:schemas-microsoft-com:office:spreadsheet"
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".json", ".parquet")
"""What files of these formats are called; a file is read by its bytes alone."""
ACCEPTED = "Send an Excel workbook (.xlsx, .xlsm, .xlsb, .xls), an .ods sheet or a .csv file."
SAVE_AS = "Open it in Excel or LibreOffice, save it as .xlsx and upload that."


class Format(StrEnum):
    """The formats Foresail reads."""

    XLSX = "xlsx"
    """Also .xlsm."""
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    HTML = "html"
    """A web page with tables, as programs save it under .xls."""
    XML = "xml"
    """The XML of Excel 2003."""
    JSON = "json"
    """A list of objects, or a line an object."""
    PARQUET = "parquet"

    @property
    def is_package(self) -> bool:
        """Whether the format is a zip archive of parts."""
        return self in (Format.XLSX, Format.XLSB, Format.ODS)


def recognise(path: Path) -> Format:
    """Detect the format from the file's bytes; raises NotAWorkbook or EmptyWorkbook."""
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip(b"\x00\t\n\r "):
        raise EmptyWorkbook("The file is empty.", "Check that it was saved, and send it again.")
    if head.startswith(b"PK"):
        return _recognise_package(path)
    if head.startswith(OLE_SIGNATURE):
        if ENCRYPTED_PACKAGE in path.read_bytes():
            raise password_protected()
        return Format.XLS
    if head.startswith((*BIFF_STARTS, PARQUET_SIGNATURE)):
        return Format.PARQUET if head.startswith(PARQUET_SIGNATURE) else Format.XLS
    return _recognise_text(head)


def _recognise_text(head: bytes) -> Format:
    text = _as_ascii(head)
    if JSON_ROWS.match(text):
        return Format.JSON
    marked_up = _recognise_marked_up(text)
    if marked_up is not None:
        return marked_up
    start = text[:15].lower()
    for sign, words in DISGUISES:
        if start.startswith(sign):
            raise NotAWorkbook(words, SAVE_AS if sign == b"<" else ACCEPTED)
    if _is_text(head):
        return Format.CSV
    raise NotAWorkbook("The file is not a workbook.", ACCEPTED)


def _as_ascii(head: bytes) -> bytes:
    """The beginning of a text without its mark and, of UTF-16, without the zeros between its letters."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    elif find_utf16(head):
        head = head.replace(b"\x00", b"")
    return head.lstrip()


def _recognise_marked_up(text: bytes) -> Format | None:
    """The format of a text that is a web page or XML, if it is; raises NotAWorkbook for a web archive."""
    if WEB_ARCHIVE.match(text) and b"multipart/related" in text.lower():
        raise NotAWorkbook("The file is a web archive (.mht), whatever its name ends in.", SAVE_AS)
    if not text.startswith(b"<"):
        return None
    if XML_SHEETS in text and re.search(rb"<(?:\w+:)?Workbook\b", text):
        return Format.XML
    return Format.HTML if WEB_PAGE.search(text) else None


def password_protected() -> NotAWorkbook:
    """The error for a workbook that nobody can read without its password."""
    return NotAWorkbook("The workbook is password-protected.", "Save it without a password.")


def damaged() -> NotAWorkbook:
    """The error for an archive that does not hold what it says."""
    return NotAWorkbook("The file is damaged: it ends too early or was changed on its way.", "Send it again.")


def _recognise_package(path: Path) -> Format:
    try:
        with ZipFile(path) as package:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in package.namelist()}
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "[content_types].xml" in names and any(name.endswith("workbook.xml") for name in names):
        return Format.XLSX
    if "content.xml" in names:
        return Format.ODS
    raise NotAWorkbook("The file is an archive, but no workbook.", ACCEPTED)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if find_utf16(head):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head)
