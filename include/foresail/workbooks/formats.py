"""Detects the format of a file from its bytes, whatever its name, and refuses what is unsafe to open."""

from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from foresail.errors import EmptyWorkbook, NotAWorkbook

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
    (b"<", "The file is a web page or XML, which some programs save with the ending .xls."),
)
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt")
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
    if head.startswith(BIFF_STARTS):
        return Format.XLS
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    for sign, words in DISGUISES:
        if start.startswith(sign):
            raise NotAWorkbook(words, SAVE_AS if sign == b"<" else ACCEPTED)
    if _is_text(head):
        return Format.CSV
    raise NotAWorkbook("The file is not a workbook.", ACCEPTED)


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
    # UTF-16 without its mark: every other byte of Latin text is zero.
    if len(head) >= 16 and any(
        zeros > len(head) // 5 for zeros in (head[0::2].count(0), head[1::2].count(0))
    ):
        head = head.replace(b"\x00", b"")
    return not any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head)
