"""Checks a whole file: reads its sheets, finds their tables, validates their lines, sums it all up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from foresail.columns import ALL_COLUMNS, FIELDS, rate_header
from foresail.errors import EmptyWorkbook, NoUsableRows, UndecidableDates
from foresail.intake.dates import Hints
from foresail.intake.details import add_details, complete, list_attributes
from foresail.intake.findings import RULES, in_words
from foresail.intake.first_rows import describe_table, read_lines, told_in_refusals
from foresail.intake.fiscal_periods import fiscal_year_of
from foresail.intake.layouts.finding import find_tables
from foresail.intake.layouts.joins import join_sheets
from foresail.intake.layouts.sheet_names import add_stores
from foresail.intake.locales import locale_signs
from foresail.intake.number_formats import NumberHints
from foresail.intake.options import ORDERS, ReadingOptions
from foresail.intake.refusing import unmapped
from foresail.intake.repeats import find_repeats
from foresail.intake.reporting import Product, Report, list_products, summarise, with_joined
from foresail.intake.rules import FINDINGS_SCHEMA, locate, multiply, validate
from foresail.intake.sheets import Split, Table, ValidatedSheet, sheet_finding, split
from foresail.intake.unusual_cells import locate_unusual
from foresail.intake.unusual_prices import leave_unusual_prices
from foresail.severities import Severity
from foresail.workbooks.encodings import Known
from foresail.workbooks.formats import recognise
from foresail.workbooks.reading import UNPACKED_MAX_BYTES, Book, read_book

FINDINGS_TOLD = 100
HEADINGS = tuple(name for column in ALL_COLUMNS for name in (column.name, *column.synonyms))
AS_IT_IS = ReadingOptions()


@dataclass(frozen=True)
class Checked:
    """A checked file: its report, its products, the sales that can be stored and every finding.

    `unusual` are the lines that may have to be confirmed (`intake.unusual.CANDIDATES`), `attributes` what is
    said of products (`intake.details.ATTRIBUTES`), `first_rows` show the first table (`intake.first_rows`).
    """

    report: Report
    products: list[Product]
    sales: pl.DataFrame
    findings: pl.DataFrame
    unusual: pl.DataFrame
    attributes: pl.DataFrame
    first_rows: dict[str, Any]


def check(
    path: Path,
    today: date,
    options: ReadingOptions = AS_IT_IS,
    *,
    unpacked_max_bytes: int = UNPACKED_MAX_BYTES,
    second_reader: bool = False,
) -> Checked:
    """Check a file; raises a WorkbookRefused if none of its rows can be used."""
    with fiscal_year_of(options.fiscal_year):
        return _check(path, today, options, unpacked_max_bytes, second_reader=second_reader)


def _check(
    path: Path, today: date, options: ReadingOptions, unpacked_max_bytes: int, *, second_reader: bool
) -> Checked:
    kind = recognise(path)
    book = read_book(
        path,
        kind,
        rate_header,
        unpacked_max_bytes=unpacked_max_bytes,
        second_reader=second_reader,
        encoding=options.encoding,
        known=Known.of(HEADINGS, usual=options.usual_encoding),
    )
    if not any(column.count() for sheet in book.sheets for column in sheet.cells):
        raise EmptyWorkbook("The workbook has no filled cells.", "Check that the sales were saved.")
    prepared = join_sheets(book.sheets, options.columns)
    tables = [
        each.mind(table)
        for each in prepared
        for table in find_tables(each.sheet, replace(options, columns=each.columns))
    ]
    joined = frozenset(name for each in prepared for name in each.used)
    if not tables:
        raise unmapped(book.sheets, options.columns, options.date_order)
    chosen = [add_details(table, options.columns) for table in add_stores(_one_layout(tables))]
    first_rows = describe_table(book.sheets, chosen[0])
    with told_in_refusals(first_rows):
        validated = _validate_all(chosen, book, today, options)
        sales, found = _join(validated)
        if sales.is_empty():
            raise _unusable(found)
    sales, of_prices = leave_unusual_prices(validated, sales)
    unusual, confirm = locate_unusual(validated, sales)
    about = _about_sheets(book, tables, chosen, _find_repeated(validated), joined)
    findings = pl.concat([found, of_prices, confirm, about])
    report = with_joined(summarise(book, validated, sales, findings), joined)
    told = list_attributes(validated)
    first_rows |= {"lines": read_lines(first_rows, validated[0], sales)}
    products, sales = list_products(sales), sales.drop("table", "at")
    return Checked(report, products, sales, findings, unusual, told, first_rows)


def _one_layout(tables: list[Table]) -> list[Table]:
    """The tables of the layout that holds the most cells: another may count the same sales again."""
    rows: dict[frozenset[str], int] = {}
    for table in tables:
        rows[table.layout] = rows.get(table.layout, 0) + table.sheet.cells.height - table.header_row
    chosen = max(rows, key=lambda layout: rows[layout] * len(layout))
    return [table for table in tables if table.layout == chosen]


def _validate_all(
    tables: list[Table], book: Book, today: date, options: ReadingOptions
) -> list[ValidatedSheet]:
    """Judge every table, all in one order of day and month; raises UndecidableDates or UndecidableNumbers."""
    parts = [split(table) for table in tables]
    validated = []
    for table, part in zip(tables, parts, strict=True):
        elsewhere = partial(_other_dates, table, part, parts)
        hints = Hints(options.date_order, options.usual_order, elsewhere, table.names["date"])
        numbers = _number_hints(table, part, parts, book, options)
        judged = validate(part.lines, today, hints, book.epoch, numbers)
        sheet = ValidatedSheet(table, part, multiply(judged, table.factors))
        validated.append(complete(sheet, numbers))
    orders = {sheet.validation.dates.order: sheet.table.sheet.name for sheet in validated}
    if set(ORDERS) <= set(orders):
        raise UndecidableDates(
            " and ".join(f"sheet {orders[order]!r} has {order} dates" for order in ORDERS) + ".",
            "Write all dates in one order, ideally as year-month-day.",
        )
    return validated


def _other_dates(table: Table, own: Split, parts: list[Split]) -> Iterator[pl.Series]:
    """What else may decide the order of a table's dates: its other columns, then other sheets' dates."""
    yield from _unmapped(table)
    for part in parts:
        if part is not own:
            yield part.lines.columns["date"].values


def _number_hints(
    table: Table, own: Split, parts: list[Split], book: Book, options: ReadingOptions
) -> NumberHints:
    """What may decide what parts the decimals of a table's numbers, beside these numbers."""

    def elsewhere() -> Iterator[pl.Series]:
        yield from _unmapped(table)
        for part in parts:
            if part is not own:
                yield from (part.lines.columns[field].values for field in ("quantity", "unit_price"))

    dates = own.lines.columns["date"].values
    signs = locale_signs(book.delimiter, [cell for cell in table.header if cell], dates, options.date_order)
    return NumberHints(
        options.number_format, options.usual_numbers, elsewhere, signs, is_text=table.sheet.is_text
    )


def _unmapped(table: Table) -> Iterator[pl.Series]:
    """The distinct texts below the header of each column that no field of sales has."""
    taken = {place for field, place in table.mapping.items() if field in FIELDS}
    for place, name in enumerate(table.sheet.cells.columns):
        if place not in taken:
            yield table.sheet.cells[name].slice(table.header_row + 1).drop_nulls().unique().cast(pl.String)


def _join(validated: list[ValidatedSheet]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sales of all sheets (`table` and `at`: whose line it is) without repeats, and what was found."""
    sales = pl.concat(
        [
            sheet.validation.sales.with_columns(
                pl.lit(number).alias("table"), sheet.validation.kept.arg_true().alias("at")
            )
            for number, sheet in enumerate(validated)
        ],
        how="diagonal",
    )
    repeats, equal = find_repeats(sales, [sheet.validation.sales.height for sheet in validated])
    found = []
    start = 0
    for sheet in validated:
        height, lines = sheet.validation.sales.height, sheet.split.lines
        rows = sheet.validation.sales["row"]
        found += [sheet.split.findings, sheet.validation.findings]
        for code, where in (
            ("repeated-row", rows.filter(repeats.slice(start, height))),
            ("equal-lines", rows.filter(equal.slice(start, height)).head(1)),
        ):
            if len(where):
                found.append(locate(lines, lines.rows.is_in(where.implode()), "transaction_id", code))
        start += height
    return (sales.filter(~repeats) if repeats.any() else sales), pl.concat(found)


def _find_repeated(validated: list[ValidatedSheet]) -> set[str]:
    """The sheets that repeat the sales of an earlier sheet."""
    seen: set[tuple[int, int]] = set()
    repeated = set()
    for sheet in validated if len(validated) > 1 else ():
        sales = sheet.validation.sales.filter(pl.col("transaction_id").is_null()).drop("row")
        content = (sales.height, int(sales.hash_rows(seed=2).sum() or 0))
        if sales.height and content in seen:
            repeated.add(sheet.table.sheet.name)
        seen.add(content)
    return repeated


def _about_sheets(
    book: Book, tables: list[Table], chosen: list[Table], repeated: set[str], joined: frozenset[str]
) -> pl.DataFrame:
    """What a planner should know of whole sheets."""
    sales = {table.sheet.name for table in tables}
    read = {table.sheet.name for table in chosen}
    tests: list[tuple[str, Callable[..., bool]]] = [
        ("sheet-left", lambda sheet: sheet.name not in sales | joined),
        ("other-layout", lambda sheet: sheet.name in sales - read),
        ("sheet-repeated", lambda sheet: sheet.name in repeated),
        ("hidden-sheet-read", lambda sheet: sheet.name in read and sheet.is_hidden),
    ]
    found = [
        sheet_finding(sheet.name, code) for code, holds in tests for sheet in book.sheets if holds(sheet)
    ]
    return pl.DataFrame(found, schema=FINDINGS_SCHEMA)


def _unusable(findings: pl.DataFrame) -> NoUsableRows:
    errors = findings.filter(pl.col("severity") == Severity.ERROR.value)
    if errors.is_empty():
        return NoUsableRows("There is a header but no sales below it.", "Add the sales below the header.")
    first = errors.row(0, named=True)
    rule = RULES[first["code"]]
    shown = [in_words(row) for row in findings.head(FINDINGS_TOLD).to_dicts()]
    return NoUsableRows(
        f"No row can be used. The first is {first['sheet']}!{first['cell']}: {rule.message}",
        rule.remedy,
        {"total": findings.height, "findings": shown},
    )
