"""Marks an .xlsx or .xlsm inside its own package: parts that have no mark are copied as they were packed."""

import re
from pathlib import Path
from typing import IO

from foresail.workbooks.marking_cells import OFFICE, CellMarker
from foresail.workbooks.marking_list import write_list
from foresail.workbooks.marking_notes import NO_COMMENTS, SHAPES_PER_BLOCK, add_comments, draw_comments
from foresail.workbooks.marking_plan import Plan, filtered_area, free_name, link_location
from foresail.workbooks.marking_styles import Styles
from foresail.workbooks.relations import Relations
from foresail.workbooks.splicing import Edits, Unusual, quoted
from foresail.workbooks.zip_parts import Source, Target

LIST_NAME = "Findings"
TYPES = "[Content_Types].xml"
KIND = "application/vnd.openxmlformats-officedocument."
SHAPE_ID = re.compile(rb"_x0000_s([0-9]{1,9})")
# What the order of elements puts before the names of areas.
BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")


class Patch:
    """One workbook while it is marked: what was read of it and which parts are new or changed."""

    def __init__(self, source: Source, target: Target, plan: Plan) -> None:
        self.source, self.target, self.plan = source, target, plan
        self.types = Edits(source.read(TYPES))
        self.workbook_part = Relations(source, "").of_kind("officeDocument") or ""
        self.book = Edits(source.read(self.workbook_part))
        self.relations = Relations(source, self.workbook_part)
        self.styles_part = self.relations.of_kind("styles") or ""
        self.styles = Styles(source.read(self.styles_part))
        self._overrides: dict[str, str] = {}
        self._written: dict[str, None] = {}
        self._next_shape = _first_free_shape(source)

    def run(self) -> None:
        """Write the whole package; raises Unusual, or what a parser raises, where it cannot."""
        if self.book.root.name != "workbook" or self._is_template():
            raise Unusual("the package holds no workbook of the usual kind")
        sheets = {
            sheet.attributes["name"]: self.relations.target(sheet.attributes.get(f"{OFFICE} id"))
            for sheet in self.book.root.first("sheets").all("sheet")
        }
        for name in self.plan.marked_sheets():
            if part := sheets.get(name):
                self._mark_sheet(name, part)
        self._list_findings(list(sheets))
        self._write(self.styles_part, self.styles.done())
        self._write(self.workbook_part, self.book.done())
        self._write(self.relations.name, self.relations.done())
        self._write(TYPES, self._add_types())
        for info in self.source.package.infolist():
            if self.source.info(info.filename) is info and not self._is_written(info.filename):
                self.target.copy(self.source, info)

    def _is_template(self) -> bool:
        return any("template" in kind.attributes.get("ContentType", "") and "main+xml" in
                   kind.attributes["ContentType"] for kind in self.types.root.children)  # fmt: skip

    def _is_written(self, name: str) -> bool:
        return name.replace("\\", "/").lstrip("/").lower() in self._written

    def _write(self, part: str, data: bytes) -> None:
        with self._open(part) as into:
            into.write(data)

    def _open(self, part: str) -> IO[bytes]:
        if part.lower() in self._written:
            raise Unusual(f"two sheets share the part {part}")
        self._written[part.lower()] = None
        return self.target.open(self.source.info(part).filename if part in self.source else part)

    def _new_part(self, name: str, kind: str) -> str:
        part = self.source.free(name, self._written)
        self._overrides[part] = kind
        return part

    def _mark_sheet(self, name: str, part: str) -> None:
        relations = Relations(self.source, part)
        notes = self.plan.notes.get(name, {})
        drawing_id = relations.free_id() if notes else None
        marker = CellMarker(
            self.plan.marked_rows(name), self.plan.corners(name), self.styles.marked, drawing_id
        )
        with self.source.package.open(self.source.info(part)) as sheet, self._open(part) as into:
            marker.run(sheet, into)
        if not notes:
            return
        drawing = relations.target(marker.drawing)
        if marker.drawing == drawing_id and drawing is None:
            drawing = self._new_part("xl/drawings/foresailNotes1.vml", f"{KIND}vmlDrawing")
            relations.add("vmlDrawing", drawing, drawing_id)
        if drawing is None:
            raise Unusual("the sheet's comments have no drawing")
        comments = relations.of_kind("comments")
        notes_before = self.source.read(comments) if comments else NO_COMMENTS
        if not comments:
            comments = self._new_part("xl/foresailComments1.xml", f"{KIND}spreadsheetml.comments+xml")
            relations.add("comments", comments)
        data, cells = add_comments(notes_before, notes)
        self._write(comments, data)
        before = self.source.read(drawing) if drawing in self.source else None
        vml, self._next_shape = draw_comments(before, cells, self._next_shape)
        self._write(drawing, vml)
        if relations.is_changed:
            self._write(relations.name, relations.done())

    def _list_findings(self, sheets: list[str]) -> None:
        name = free_name(sheets, LIST_NAME)
        part = self._new_part("xl/worksheets/foresailFindings.xml", f"{KIND}spreadsheetml.worksheet+xml")
        with self._open(part) as into:
            for piece in write_list(self.plan, set(sheets), self.styles):
                into.write(piece)
        identifier = self.relations.add("worksheet", part)
        root = self.book.root
        listed = root.first("sheets")
        highest = max(int(sheet.attributes.get("sheetId", 0)) for sheet in listed.all("sheet"))
        prefix = root.prefix + ":" if root.prefix else ""
        sheet = (
            f'<{prefix}sheet name="{name}" sheetId="{highest + 1}" xmlns:r="{OFFICE}" r:id="{identifier}"/>'
        )
        self.book.rewrite(listed, {}, sheet.encode())
        self._name_filter(prefix, name, len(sheets))

    def _name_filter(self, prefix: str, sheet: str, place: int) -> None:
        """Excel wants a hidden name for the area that is filtered."""
        first, last = filtered_area(self.plan).split(":")
        area = f"{link_location(sheet, _fixed(first))}:{_fixed(last)}"
        name = (
            f'<{prefix}definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">{area}'
            f"</{prefix}definedName>"
        )
        root = self.book.root
        if names := root.all("definedNames"):
            self.book.rewrite(names[0], {}, name.encode())
            return
        before = next(child for kind in BEFORE_NAMES for child in root.all(kind))
        self.book.insert(before.end, f"<{prefix}definedNames>{name}</{prefix}definedNames>".encode())

    def _add_types(self) -> bytes:
        root = self.types.root
        prefix = root.prefix + ":" if root.prefix else ""
        new = b"".join(
            f"<{prefix}Override PartName=".encode() + quoted(f"/{part}") + f' ContentType="{kind}"/>'.encode()
            for part, kind in self._overrides.items()
        )
        self.types.rewrite(root, {}, new)
        return self.types.done()


def patch(source: Path, plan: Plan, into: Path) -> None:
    """Write `source` with the marks of `plan` to `into`; raises where it is built unusually."""
    with Source(source) as package, Target(into) as target:
        Patch(package, target, plan).run()


def has_macros(source: Path) -> bool:
    """Whether Excel opens the package only under a name that ends in .xlsm."""
    with Source(source) as package:
        return b"macroEnabled" in package.read(TYPES)


def _first_free_shape(source: Source) -> int:
    highest = 0
    for name in source.names():
        if name.endswith(".vml"):
            highest = max([highest, *map(int, SHAPE_ID.findall(source.read(name)))])
    return (highest // SHAPES_PER_BLOCK + 1) * SHAPES_PER_BLOCK + 1


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def retype_with_macros(path: Path) -> None:
    """Make a workbook without macros one that Excel opens under a name that ends in .xlsm."""
    retyped = path.with_name(path.name + ".retyped")
    plain, with_macros = (
        f"{KIND}spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    with Source(path) as source, Target(retyped) as target:
        target.write(TYPES, source.read(TYPES).replace(plain.encode(), with_macros.encode()))
        for info in source.package.infolist():
            if info.filename != TYPES:
                target.copy(source, info)
    retyped.replace(path)
