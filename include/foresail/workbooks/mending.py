"""Makes a copy of a package that readers open where Excel opens the package itself, its sheets as they were.

Excel finds parts whatever their capitals and slashes; a second `workbookPr`, of an extension, says nothing of
the epoch; line breaks between the elements of an .ods mean nothing.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from foresail.workbooks.zip_parts import Source, Target

INDEX_MAX_BYTES = 16 * 1024 * 1024
TYPES, ROOT = "[Content_Types].xml", "_rels/.rels"
TARGET = re.compile(rb"""\bTarget\s*=\s*(?:"([^"]*)"|'([^']*)')""")
WORKBOOK = re.compile(r"(?:^|/)workbook\.xml$", re.IGNORECASE)
PROPERTIES = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*?(?:/>|>\s*</(?:\w+:)?workbookPr>)")
CONTENT = "content.xml"
# Where nothing but white space stands between tables, rows, cells and the paragraphs in them.
BREAKS = re.compile(rb">[ \t\r\n]+(?=<(?:/?table:|/?office:|/?draw:|text:p[ />]))")
CHUNK_BYTES = 1024 * 1024


def mend_package(path: Path, into: Path, *, names_alone: bool = False) -> Path:
    """The package itself, or a copy `into` with the part names and the epoch that readers look for."""
    try:
        with Source(path) as source:
            names = _name_parts(source)
            book = next((name for name in source.names() if WORKBOOK.search(name)), None)
            changed = _one_properties(source, book) if book and not names_alone else None
            if changed is None and all(
                info.filename == names[info.filename] for info in source.package.infolist()
            ):
                return path
            with Target(into) as target:
                for info in source.package.infolist():
                    if changed is not None and book and source.info(book) is info:
                        target.write(names[info.filename], changed)
                    else:
                        target.copy(source, info, names[info.filename])
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return path  # whoever inspects the package says what is wrong with it
    return into


def _name_parts(source: Source) -> dict[str, str]:
    """What each part should be called: as the relations that lead to it call it."""
    called = {name.lower(): name for name in (TYPES, ROOT)}
    open_parts = [""]
    while open_parts:
        part = open_parts.pop()
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        for target in _targets(source, relations):
            name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if name.lower() not in called and name in source:
                called[name.lower()] = name
                open_parts.append(name)
        if relations in source:
            called[relations.lower()] = relations
    plain = {
        info.filename: info.filename.replace("\\", "/").lstrip("/") for info in source.package.infolist()
    }
    return {written: called.get(name.lower(), name) for written, name in plain.items()}


def _targets(source: Source, relations: str) -> Iterator[str]:
    if relations not in source or source.info(relations).file_size > INDEX_MAX_BYTES:
        return
    for double, single in TARGET.findall(source.read(relations)):
        yield (double or single).decode("utf-8", "replace").replace("\\", "/")


def _one_properties(source: Source, book: str) -> bytes | None:
    """The workbook's part without the properties of extensions, where it counts from 1904 and has both."""
    if source.info(book).file_size > INDEX_MAX_BYTES:
        return None
    part = source.read(book)
    found = list(PROPERTIES.finditer(part))
    if len(found) < 2 or b"date1904" not in found[0][0]:
        return None
    for each in reversed(found[1:]):
        part = part[: each.start()] + part[each.end() :]
    return part


def join_lines(path: Path, into: Path) -> None:
    """Write an .ods without the line breaks between its elements to `into`."""
    with Source(path) as source, Target(into) as target:
        for info in source.package.infolist():
            if info.filename == CONTENT:
                with source.package.open(info) as content, target.open(CONTENT) as joined:
                    _join(content, joined)
            else:
                target.copy(source, info)


def _join(content: IO[bytes], joined: IO[bytes]) -> None:
    rest = b""
    while chunk := content.read(CHUNK_BYTES):
        window = rest + chunk
        # A window ends before its last `>`: what follows that decides about the white space behind it.
        cut = max(window.rfind(b">", 0, max(window.rfind(b"<"), 0)), 0)
        joined.write(BREAKS.sub(b">", window[:cut]))
        rest = window[cut:]
    joined.write(BREAKS.sub(b">", rest))
