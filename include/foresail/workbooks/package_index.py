"""What a package says of its sheets: the name of each part, which are hidden, and the epoch."""

import posixpath
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from foresail.errors import NotAWorkbook
from foresail.workbooks import binary_index
from foresail.workbooks.formats import ACCEPTED

INDEX_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Index:
    """The name by the part of each sheet, the names of the hidden ones and of charts, and the epoch."""

    names: dict[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    counts_from_1904: bool = False
    charts: frozenset[str] = frozenset()


def read_index(package: zipfile.ZipFile) -> Index:
    """The index of an .xlsx or .xlsb, every part of which was seen; nothing where it cannot be read."""
    name = next(
        (name for name in package.namelist() if name.endswith(("workbook.xml", "workbook.bin"))), None
    )
    if name is None:
        return Index()
    folder, file = posixpath.split(name)
    try:
        targets, charts = _read_targets(package, folder, file)
        if file.endswith(".bin"):
            sheets, counts_from_1904 = binary_index.read_sheets(_read(package, name))
        else:
            sheets, counts_from_1904 = _read_sheets(ElementTree.fromstring(_read(package, name)))  # noqa: S314
    except (LookupError, ValueError, ElementTree.ParseError):
        return Index()
    names = {targets.get(relation, ""): name for relation, name, _ in sheets}
    hidden = frozenset(name for _, name, is_hidden in sheets if is_hidden)
    are_charts = frozenset(name for relation, name, _ in sheets if relation in charts)
    return Index(names, hidden, counts_from_1904, are_charts)


def _read_sheets(book: ElementTree.Element) -> tuple[list[tuple[str, str, bool]], bool]:
    """Each sheet's relation, name and whether it is hidden, and whether days are counted from 1904."""
    sheets, counts_from_1904 = [], False
    for item in book.iter():
        tag = item.tag.rsplit("}", 1)[-1]
        if tag == "sheet":
            relation = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
            sheets.append((relation, item.get("name", ""), item.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            counts_from_1904 = counts_from_1904 or item.get("date1904") in ("1", "true")
    return sheets, counts_from_1904


def _read_targets(package: zipfile.ZipFile, folder: str, file: str) -> tuple[dict[str, str], set[str]]:
    """The part that each relation leads to, and the relations that lead to sheets of charts."""
    relations = ElementTree.fromstring(_read(package, f"{folder}/_rels/{file}.rels".lstrip("/")))  # noqa: S314
    targets = {
        item.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, item.get("Target", ""))).lstrip(
            "/"
        )
        for item in relations
    }
    return targets, {item.get("Id", "") for item in relations if item.get("Type", "").endswith("/chartsheet")}


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """A small part: each was seen to hold no document type, so no entity either."""
    if package.getinfo(name).file_size > INDEX_MAX_BYTES:
        raise NotAWorkbook("The file's index is larger than any spreadsheet program's.", ACCEPTED)
    return package.read(name)
