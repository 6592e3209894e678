"""Makes the workbooks that are marked in tests, by XlsxWriter and by hand, and looks at what became of them."""

import io
import struct
import zipfile
import zlib

import polars as pl
import xlsxwriter
from foresail.intake.findings import RULES
from foresail.intake.marking import mark_findings
from foresail.intake.rules import FINDINGS_SCHEMA
from foresail.workbooks.formats import Format
from foresail.workbooks.marking import marked_suffix
from foresail.workbooks.marking_plan import Limits
from openpyxl import load_workbook

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def finding(cell="C5", code="not-a-number", sheet="Sales", value="two", column="Quantity", row=None):
    row = row or int("".join(filter(str.isdigit, cell)) or 1)
    rule = RULES[code]
    return {"sheet": sheet, "row": row, "cell": cell, "column": column, "value": value, "code": code,
            "severity": rule.severity.value}  # fmt: skip


def findings(*found):
    return pl.DataFrame(list(found), schema=FINDINGS_SCHEMA)


def marked(source, *found, kind=Format.XLSX, **limits):
    into = source.with_name("marked" + marked_suffix(kind, source))
    mark_findings(source, kind, findings(*found), into, Limits(**limits))
    return into


def png():
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def rich_workbook(path, vba=None):
    book = xlsxwriter.Workbook(path)
    styled = book.add_format({"bold": True, "num_format": "0.00", "border": 1, "bg_color": "#00FF00"})
    sheet = book.add_worksheet("Sales")
    sheet.set_column("A:C", 17)
    sheet.write_row(0, 0, ["Date", "Product Name", "Quantity"], styled)
    for row in range(1, 9):
        sheet.write_row(row, 0, [f"2026-03-0{row}", "Tea"])
        sheet.write_number(row, 2, row, styled)
    sheet.write_formula("D2", "=C2*2", None, 84)
    sheet.write_comment("B3", "Ask Anna", {"author": "Ben"})
    sheet.insert_image("F2", "dot.png", {"image_data": io.BytesIO(png())})
    sheet.insert_textbox("F8", "A text box")
    sheet.add_sparkline("E2", {"range": "Sales!C2:C8"})
    sheet.conditional_format("C2:C9", {"type": "data_bar"})
    sheet.data_validation("C2:C9", {"validate": "decimal", "criteria": ">", "value": 0})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Sales!$C$2:$C$9"})
    sheet.insert_chart("F12", chart)
    hidden = book.add_worksheet("Old")
    hidden.hide()
    hidden.write(0, 0, "hidden")
    hidden.write_comment("A1", "an old one")
    other = book.add_worksheet('Anna\'s "best" <sheet>')
    other.write(0, 0, "x")
    other.write(0, 2, "y")
    book.define_name("Prices", "=Sales!$C$2:$C$9")
    if vba:
        book.add_vba_project(io.BytesIO(vba), True)
    book.close()
    return path


def parts(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def repack(path, changes):
    """Write the package again with changed parts, new ones, and without those that are None."""
    held = parts(path) | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            if data is not None:
                package.writestr(name, data)
    return path


def small_workbook(path, sheet_data, styles=True, prefix=""):
    """A package by hand, with the cells as given."""
    p = prefix and prefix + ":"
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    held = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheets/one.xml" ContentType="{sheet_type}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{sheet_type}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {space}="{MAIN}" xmlns:r="{office}"><{p}sheets>'
        f'<{p}sheet name="Sales" sheetId="7" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship '
        f'Id="rId1" Type="{office}/worksheet" Target="/xl/sheets/one.xml"/>'
        + (f'<Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/>' if styles else "")
        + "</Relationships>",
        "xl/sheets/one.xml": f'<{p}worksheet {space}="{MAIN}">{sheet_data}</{p}worksheet>',
    }
    if styles:
        held["xl/styles.xml"] = (
            f'<{p}styleSheet {space}="{MAIN}"><{p}fonts count="1"><{p}font/></{p}fonts><{p}fills count="1">'
            f'<{p}fill><{p}patternFill/></{p}fill></{p}fills><{p}borders count="1"><{p}border/></{p}borders>'
            f'<{p}cellStyleXfs count="1"><{p}xf/></{p}cellStyleXfs>'
            f'<{p}cellXfs count="2"><{p}xf numFmtId="0" xfId="0"/><{p}xf numFmtId="14" xfId="0"/></{p}cellXfs></{p}styleSheet>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in held.items():
            written.writestr(name, text)
    return path


def colour(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


def list_rows(path, name="Findings"):
    return list(load_workbook(path)[name].iter_rows(values_only=True))
