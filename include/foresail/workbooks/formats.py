"""Tells what kind of file the bytes are, whatever its name ends in, and refuses what is unsafe to open."""

import zipfile
from enum import StrEnum
from pathlib import Path

from foresail.errors import EmptyWorkbook, NotAWorkbook, WorkbookTooCostly

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# A package with more parts, or that declares more bytes inside, is an attack and no workbook: a real
# one of 1,000,000 rows has a dozen parts and 400 MiB inside.
PARTS_MAX = 5_000
INFLATED_MAX_BYTES = 4 * 1024**3
ACCEPTED = "Send an Excel workbook (.xlsx, .xlsm, .xlsb, .xls), an .ods sheet or a .csv file."


class Format(StrEnum):
    """The formats Foresail reads."""

    XLSX = "xlsx"
    """Also .xlsm."""
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def recognise(path: Path) -> Format:
    """Tell the format from the file's bytes; raises NotAWorkbook, EmptyWorkbook or WorkbookTooCostly."""
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip():
        raise EmptyWorkbook("The file is empty.", "Check that it was saved, and send it again.")
    if head.startswith(b"PK"):
        return _recognise_package(path)
    if head.startswith(OLE_SIGNATURE):
        if ENCRYPTED_PACKAGE in path.read_bytes():
            raise NotAWorkbook("The workbook is password-protected.", "Save it without a password.")
        return Format.XLS
    if head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        return Format.XLS
    if _is_text(head):
        return Format.CSV
    raise NotAWorkbook("The file is not a workbook.", ACCEPTED)


def _recognise_package(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotAWorkbook("The file is damaged: it ends too early or was cut.", "Send it again.") from error
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > INFLATED_MAX_BYTES:
        raise WorkbookTooCostly("The file unpacks to more than a workbook may hold.", "Split the workbook.")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise NotAWorkbook("The file is packed in a way that no spreadsheet program uses.", ACCEPTED)
    if any(part.flag_bits & 1 for part in parts):
        raise NotAWorkbook("The file is password-protected.", "Save it without a password.")
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "[Content_Types].xml" in names and any(name.endswith("workbook.xml") for name in names):
        return Format.XLSX
    if "content.xml" in names:
        return Format.ODS
    raise NotAWorkbook("The file is an archive, but no workbook.", ACCEPTED)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    markup = head.lstrip()[:15].lower()
    if markup.startswith((b"<", b"%pdf", b"{\\rtf")):
        return False
    return not any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head)
