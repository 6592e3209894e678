"""A small .xlsb, record by record, as no library writes one (MS-XLSB)."""

import struct
import zipfile

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET, SHEET_DATA, END_SHEET_DATA, END_SHEET = 129, 145, 146, 130
ROW, NUMBER, TEXT = 0, 5, 6
BEGIN_MERGED, MERGED, END_MERGED = 177, 176, 178


def record(kind, body=b""):
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while length > 0x7F:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return number + size + bytes([length]) + body


def text(value):
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def cell(column, value):
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return record(TEXT, place + text(value))
    return record(NUMBER, place + struct.pack("<d", value))


def write_binary(path, sheets, merged=(), from_1904=False):
    """Write `sheets`, rows by name (a name in brackets is hidden); `merged` areas are of the first."""
    book = record(131) + record(153, struct.pack("<II", int(from_1904), 0) + text("")) + record(143)
    parts = {}
    relations = ""
    for number, (name, rows) in enumerate(sheets.items(), 1):
        hidden = name.startswith("(")
        book += record(156, struct.pack("<II", int(hidden), number) + text(f"rId{number}") + text(name))
        relations += f'<Relationship Id="rId{number}" Type="{RELATION}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        width = max(map(len, rows))
        data = (
            record(SHEET)
            + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1))
            + record(SHEET_DATA)
        )
        for place, row in enumerate(rows):
            data += record(ROW, struct.pack("<I", place) + bytes(13))
            data += b"".join(cell(column, value) for column, value in enumerate(row) if value is not None)
        data += record(END_SHEET_DATA)
        if number == 1 and merged:
            data += record(BEGIN_MERGED, struct.pack("<I", len(merged)))
            data += b"".join(record(MERGED, struct.pack("<4I", *area)) for area in merged) + record(
                END_MERGED
            )
        parts[f"xl/worksheets/sheet{number}.bin"] = data + record(END_SHEET)
    parts["xl/workbook.bin"] = book + record(144) + record(132)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/_rels/workbook.bin.rels"] = f'<Relationships xmlns="{space}">{relations}</Relationships>'
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path
