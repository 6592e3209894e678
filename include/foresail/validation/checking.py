"""Checks a whole file: reads its sheets, finds their headers, judges their rows, sums it all up."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from foresail.columns import COLUMNS, map_header, missing_columns
from foresail.errors import EmptyWorkbook, NoUsableRows, UndecidableDates, UnmappedHeader
from foresail.validation.findings import RULES, Severity
from foresail.validation.orders import ORDERS
from foresail.validation.rules import FINDINGS_SCHEMA, Judgement, find_repeats, judge
from foresail.workbooks.formats import recognise
from foresail.workbooks.reading import CSV, Sheet, read_sheets

HEADER_ROWS_SEARCHED = 30


@dataclass(frozen=True)
class Judged:
    """A sheet of sales: where its fields are, what its own header calls them, and the judgement."""

    sheet: Sheet
    mapping: dict[str, int]
    names: dict[str, str]
    judgement: Judgement


@dataclass(frozen=True)
class Report:
    """What a check found, as it is stored, shown and sent: counts, how columns were read, codes counted."""

    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_repeated: int
    rows_blank: int
    first_day: str
    last_day: str
    products: int
    stores: int
    date_order: str | None
    columns: dict[str, str]
    sheets: list[str]
    findings: dict[str, int]


@dataclass(frozen=True)
class Checked:
    """A checked file: its report, the sales that can be stored and every finding."""

    report: Report
    sales: pl.DataFrame
    findings: pl.DataFrame


def check(path: Path, today: date, date_order: str | None = None) -> Checked:
    """Check a file; raises a WorkbookRefused when not one row of it can be used."""
    sheets = read_sheets(path, recognise(path))
    if all(sheet.cells.is_empty() for sheet in sheets):
        raise EmptyWorkbook("The workbook holds no cells.", "Check that the sales were saved in it.")
    judged: list[Judged] = []
    left = []
    for sheet in sheets:
        header = find_header(sheet.cells)
        if header is None:
            left.append(sheet.name)
        else:
            judged.append(_judge(sheet, *header, today, date_order))
    if not judged:
        raise _unmapped(sheets)
    _check_one_order(judged)
    parts = [(sheet.sheet.name, sheet.mapping, sheet.judgement.sales) for sheet in judged]
    sales, repeats = find_repeats(parts)
    found = pl.concat([sheet.judgement.findings for sheet in judged])
    if sales.is_empty():
        raise _unusable(found)
    findings = pl.concat([found, repeats, _left(left)])
    return Checked(_summarise(judged, sales, findings, repeats.height), sales, findings)


def _judge(sheet: Sheet, row: int, mapping: dict[str, int], today: date, date_order: str | None) -> Judged:
    header = sheet.cells.row(row)
    width = max(place for place, cell in enumerate(header) if cell) + 1
    beyond = [pl.col(name) for name in sheet.cells.columns[width:]] if sheet.name == CSV else []
    texts = sheet.cells.with_row_index("row", offset=1)[row + 1 :].select(
        "row",
        (pl.coalesce(beyond) if beyond else pl.lit(None, pl.String)).alias("beyond"),
        **{field: pl.col(str(place)) for field, place in mapping.items()},
    )
    names = {field: header[place] for field, place in mapping.items()}
    return Judged(sheet, mapping, names, judge(texts, mapping, sheet.name, today, date_order))


def _check_one_order(judged: list[Judged]) -> None:
    """Raise UndecidableDates where one sheet is read day first and another month first."""
    orders = {sheet.judgement.date_order: sheet.sheet.name for sheet in judged}
    if set(ORDERS) <= set(orders):
        raise UndecidableDates(
            " and ".join(f"sheet {orders[order]!r} has {order} dates" for order in ORDERS) + ".",
            "Write all dates in one order, best as year-month-day.",
        )


def find_header(cells: pl.DataFrame) -> tuple[int, dict[str, int]] | None:
    """The 0-based row that names the required columns, and where they are; None where no row does."""
    for row in range(min(HEADER_ROWS_SEARCHED, cells.height)):
        mapping = map_header(cells.row(row))
        if not missing_columns(mapping):
            return row, mapping
    return None


def _left(names: list[str]) -> pl.DataFrame:
    notice = {"row": 1, "cell": "A1", "column": "", "value": None, "code": "sheet-left"}
    rows = [{"sheet": name, **notice, "severity": Severity.NOTICE.value} for name in names]
    return pl.DataFrame(rows, schema=FINDINGS_SCHEMA)


def _unmapped(sheets: list[Sheet]) -> UnmappedHeader:
    filled = next(sheet for sheet in sheets if not sheet.cells.is_empty())
    seen = max(
        (filled.cells.row(row) for row in range(min(HEADER_ROWS_SEARCHED, filled.cells.height))),
        key=lambda cells: len(map_header(cells)),
    )
    mapping = map_header(seen)
    shown = ", ".join(str(cell)[:40] for cell in seen[:12] if cell)
    return UnmappedHeader(
        f"Sheet {filled.name!r} has no header with {', '.join(missing_columns(mapping))}. Its first cells "
        f"are: {shown}.",
        f"Name the columns {', '.join(column.name for column in COLUMNS if column.required)} in one row.",
    )


def _unusable(findings: pl.DataFrame) -> NoUsableRows:
    if findings.is_empty():
        return NoUsableRows("There is a header, and no row below it.", "Add the sales below the header.")
    first = findings.row(0, named=True)
    rule = RULES[first["code"]]
    return NoUsableRows(
        f"No row can be used. The first is {first['sheet']}!{first['cell']}: {rule.message}", rule.remedy
    )


def _summarise(judged: list[Judged], sales: pl.DataFrame, findings: pl.DataFrame, repeated: int) -> Report:
    judgements = [sheet.judgement for sheet in judged]
    counts = findings.group_by("code").len().sort("code")
    return Report(
        rows_read=sum(judgement.rows_read for judgement in judgements),
        rows_accepted=sales.height,
        rows_rejected=sum(judgement.rows_rejected for judgement in judgements),
        rows_repeated=repeated,
        rows_blank=sum(judgement.rows_blank for judgement in judgements),
        first_day=str(sales["date"].min()),
        last_day=str(sales["date"].max()),
        products=sales["product"].str.to_lowercase().n_unique(),
        stores=sales["store"].drop_nulls().str.to_lowercase().n_unique(),
        date_order=next((judgement.date_order for judgement in judgements if judgement.date_order), None),
        columns=judged[0].names,
        sheets=[sheet.sheet.name for sheet in judged],
        findings=dict(zip(counts["code"], counts["len"], strict=True)),
    )
