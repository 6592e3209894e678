"""Adds to a styles part: every cell keeps its number format, font and borders, and gets a fill."""

from foresail.severities import Severity
from foresail.workbooks.marking_plan import COLOURS
from foresail.workbooks.splicing import Edits, Element, Unusual, retag

# Excel's limit is 65,490.
FORMATS_MAX = 65_000
FONTS = {
    "bold": '<{p}font><{p}b/><{p}sz val="11"/><{p}name val="Calibri"/></{p}font>',
    "link": '<{p}font><{p}u/><{p}sz val="11"/><{p}color rgb="FF0563C1"/><{p}name val="Calibri"/></{p}font>',
}
WRAPPED = '<{p}alignment vertical="top" wrapText="1"/>'


class Styles:
    """The cell formats of a workbook, and those that were asked for on top."""

    def __init__(self, data: bytes) -> None:
        self._edits = Edits(data)
        root = self._edits.root
        if root.name != "styleSheet":
            raise Unusual("the part holds no styles")
        self._prefix = root.prefix + ":" if root.prefix else ""
        self._fonts, self._fills = root.first("fonts"), root.first("fills")
        self._formats = root.first("cellXfs")
        self._bases = self._formats.all("xf")
        self._new: list[bytes] = []
        self._marked: dict[tuple[int, Severity], int] = {}
        fills = len(self._fills.children)
        self._fill_ids = {severity: str(fills + place) for place, severity in enumerate(COLOURS)}
        fonts = len(self._fonts.children)
        self.bold, self.link = (self._add(self._plain(fonts + place)) for place in range(len(FONTS)))
        self.wrapped = self._add(self._plain(0, WRAPPED))
        self.coloured = {severity: self.marked(0, severity) for severity in COLOURS}

    def marked(self, base: int, severity: Severity) -> int:
        """The format that is `base` with the fill of a severity."""
        found = self._marked.get((base, severity))
        if found is None:
            found = self._marked[base, severity] = self._add(self._filled(base, severity))
        return found

    def done(self) -> bytes:
        """The styles part with all that was added."""
        add = self._append
        add(self._fonts, [self._named(font) for font in FONTS.values()])
        pattern = (
            '<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF%s"/></{p}patternFill></{p}fill>'
        )
        add(self._fills, [self._named(pattern % colour) for colour in COLOURS.values()])
        add(self._formats, self._new)
        return self._edits.done()

    def _append(self, element: Element, new: list[bytes]) -> None:
        count = str(len(element.children) + len(new))
        self._edits.rewrite(element, {"count": count}, b"".join(new))

    def _named(self, xml: str) -> bytes:
        return xml.replace("{p}", self._prefix).encode()

    def _add(self, xml: bytes) -> int:
        self._new.append(xml)
        number = len(self._bases) + len(self._new) - 1
        if number > FORMATS_MAX or len(self._bases) != len(self._formats.children):
            raise Unusual("the workbook has as many cell formats as it may have")
        return number

    def _plain(self, font: int, inside: str = "") -> bytes:
        xml = (
            f'<{{p}}xf numFmtId="0" fontId="{font}" fillId="0" borderId="0" applyFont="1" applyAlignment="1"'
        )
        return self._named(xml + (f">{inside}</{{p}}xf>" if inside else "/>"))

    def _filled(self, base: int, severity: Severity) -> bytes:
        if not self._bases:
            raise Unusual("the workbook has no cell formats")
        element = self._bases[base if base < len(self._bases) else 0]
        tag = self._edits.data[element.start : element.tag_end]
        fill = {"fillId": self._fill_ids[severity], "applyFill": "1"}
        return retag(tag, fill) + self._edits.data[element.tag_end : element.end]
