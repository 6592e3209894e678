"""Adds comments to a sheet: their texts, and the drawing in VML that Excel wants for each."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from foresail.workbooks.marking_cells import MAIN
from foresail.workbooks.marking_plan import AUTHOR, column_letters
from foresail.workbooks.splicing import ILLEGAL, Edits, Element, Unusual

Notes = dict[tuple[int, int], str]
NO_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
).encode()
# Excel keeps a threaded comment's text elsewhere, and shows only that.
THREAD = "tc="
VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
)
VML_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{ns}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
VML_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:220pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"{ns}>'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{right}, 15, {top}, 2, {far}, 30, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
VML_SPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
SHAPES_PER_BLOCK = 1024


def add_comments(part: bytes, notes: Notes) -> tuple[bytes, list[tuple[int, int]]]:
    """The comments part with `notes` in it, and the cells that had no comment before.

    What a cell's comment said stays, and the note comes below; a cell with a thread stays as it is.
    """
    edits = Edits(part)
    root = edits.root
    if root.name != "comments":
        raise Unusual("the part holds no comments")
    prefix = root.prefix + ":" if root.prefix else ""
    authors, comments = root.first("authors"), root.first("commentList")
    known = authors.all("author")
    threads = {str(number) for number, author in enumerate(known) if _text(part, author).startswith(THREAD)}
    waiting = {f"{column_letters(column)}{row}": (row, column) for row, column in notes}
    for comment in comments.all("comment"):
        cell = waiting.pop(comment.attributes.get("ref", "").replace("$", ""), None)
        if cell and comment.attributes.get("authorId") not in threads:
            _add_to(edits, comment, notes[cell], prefix)
    author = f"<{prefix}author>{AUTHOR}</{prefix}author>".encode()
    edits.rewrite(authors, {}, author)
    new = (
        f'<{prefix}comment ref="{address}" authorId="{len(known)}"><{prefix}text>'
        f"{_run(notes[cell], prefix)}</{prefix}text></{prefix}comment>"
        for address, cell in waiting.items()
    )
    edits.rewrite(comments, {}, "".join(new).encode())
    return edits.done(), list(waiting.values())


def _text(part: bytes, element: Element) -> str:
    return part[element.tag_end : element.end_tag].decode("utf-8", "replace")


def _run(note: str, prefix: str, before: str = "") -> str:
    text = escape(before + ILLEGAL.sub("", note))
    return f'<{prefix}r><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}r>'


def _add_to(edits: Edits, comment: Element, note: str, prefix: str) -> None:
    text = comment.first("text")
    run = _run(note, prefix, f"\n\n{AUTHOR}: ").encode()
    runs = [child for child in text.children if child.name in ("t", "r")]
    if not runs:
        edits.rewrite(text, {}, run)
        return
    for plain in (child for child in runs if child.name == "t"):
        edits.insert(plain.start, f"<{prefix}r>".encode())
        edits.insert(plain.end, f"</{prefix}r>".encode())
    edits.insert(runs[-1].end, run)


def draw_comments(
    part: bytes | None, cells: Iterable[tuple[int, int]], first_free_id: int
) -> tuple[bytes, int]:
    """The VML part with a shape for each cell, and the first id that is free after it."""
    places = list(cells)
    spaces = VML_SPACES if part is not None else ""
    is_known = b'id="_x0000_t202"' in (part or b"")
    shapes = [] if is_known or not places else [VML_KIND.format(ns=spaces)]
    number = first_free_id
    for row, column in places:
        number += number % SHAPES_PER_BLOCK == 0
        anchor = {"right": column, "top": max(row - 2, 0), "far": column + 4, "bottom": row + 4}
        shapes.append(VML_SHAPE.format(id=number, ns=spaces, row=row - 1, column=column - 1, **anchor))
        number += 1
    drawn = "".join(shapes).encode()
    if part is None:
        blocks = range(first_free_id // SHAPES_PER_BLOCK, number // SHAPES_PER_BLOCK + 1)
        head = VML_HEAD.format(blocks=",".join(map(str, blocks)))
        return head.encode() + drawn + b"</xml>", _next_block(number)
    # VML that Excel wrote is not always XML, so its end is looked for, not parsed.
    end = part.rfind(b"</xml")
    if end < 0:
        raise Unusual("the drawing of comments has no end")
    return part[:end] + drawn + part[end:], _next_block(number)


def _next_block(number: int) -> int:
    return (number // SHAPES_PER_BLOCK + 1) * SHAPES_PER_BLOCK + 1
