"""Sums up what a check found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from foresail.columns import fingerprint
from foresail.intake.fiscal_periods import count_days
from foresail.intake.sheets import ValidatedSheet
from foresail.naming import name_key
from foresail.workbooks.reading import Book


@dataclass(frozen=True)
class Report:
    """What a check found, as it is stored, shown and sent: counts, how columns were read, codes counted.

    `layout` is how the sales lie in the sheet (`long`: a line each), `period` what a date stands for: `day`,
    `week`, `month` or `quarter`; `period_days` how many days the last one has where it is a fiscal period of
    weeks.
    """

    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_repeated: int
    rows_blank: int
    totals_rows: int
    rows_left: int
    cells_filled: int
    first_day: str
    last_day: str
    products: int
    stores: int
    date_order: str | None
    date_order_from: str | None
    columns: dict[str, str]
    columns_ignored: list[str]
    layout: str
    period: str
    period_days: int | None
    sheets: list[str]
    sheets_left: list[str]
    format: str
    encoding: str | None
    number_format: str | None
    number_format_from: str | None
    delimiter: str | None
    units: dict[str, int]
    fingerprint: str
    findings: dict[str, int]


@dataclass(frozen=True)
class Product:
    """A product as a file names it: its lines, and the units that they add up to (returns taken off)."""

    name: str
    rows: int
    units: float


def summarise(
    book: Book, validated: list[ValidatedSheet], sales: pl.DataFrame, findings: pl.DataFrame
) -> Report:
    """The report of a file; every row is accepted, rejected, repeated, blank, a total or left out."""
    codes = dict(findings.group_by("code").len().sort("code").iter_rows())
    read = [sheet.table.sheet.name for sheet in validated]
    dates = next((sheet.validation.dates for sheet in validated if sheet.validation.dates.order), None)
    period = _first(_period(sheet) for sheet in validated) or "day"
    numbers = next((each for sheet in validated if (each := sheet.validation.number_format).decimals), None)
    return Report(
        rows_read=sum(len(sheet.split.lines.rows) for sheet in validated),
        rows_accepted=sales.height,
        rows_rejected=sum(sheet.validation.rows_rejected for sheet in validated),
        rows_repeated=codes.get("repeated-row", 0),
        rows_blank=sum(sheet.split.rows_blank for sheet in validated),
        totals_rows=sum(sheet.split.rows_of_totals for sheet in validated),
        rows_left=sum(sheet.split.rows_left for sheet in validated),
        cells_filled=sum(sheet.split.cells_filled for sheet in validated),
        first_day=str(sales["date"].min()),
        last_day=str(sales["date"].max()),
        products=_count_names(sales["product"]),
        stores=_count_names(sales["store"].drop_nulls()),
        date_order=dates.order if dates else None,
        date_order_from=dates.order_from if dates else None,
        columns=validated[0].table.names,
        columns_ignored=list(dict.fromkeys(header for sheet in validated for header in sheet.table.ignored)),
        layout=_first(sheet.table.origin.layout for sheet in validated if sheet.table.origin) or "long",
        period=period,
        period_days=count_days(period, sales["date"].unique()),
        sheets=read,
        sheets_left=[sheet.name for sheet in book.sheets if sheet.name not in read],
        format=book.kind.value,
        encoding=book.encoding,
        delimiter=book.delimiter,
        number_format=numbers.decimals if numbers else None,
        number_format_from=numbers.origin if numbers else None,
        units=_add_up(sheet.validation.units for sheet in validated),
        fingerprint=fingerprint(validated[0].table.asked_as or validated[0].table.header),
        findings=codes,
    )


def with_joined(report: Report, joined: frozenset[str]) -> Report:
    """The report with sheets as read whose columns were read with the lines of others."""
    left = [name for name in report.sheets_left if name not in joined]
    read = [name for name in report.sheets_left if name in joined]
    return replace(report, sheets=[*report.sheets, *read], sheets_left=left)


def _period(sheet: ValidatedSheet) -> str | None:
    """What a date of the sheet stands for, where its layout or its dates say so."""
    origin = sheet.table.origin
    return (origin.period if origin else None) or sheet.validation.dates.period


def _first(found: Iterable[str | None]) -> str | None:
    return next((text for text in found if text), None)


def list_products(sales: pl.DataFrame) -> list[Product]:
    """The products of a file, spelled as the warehouse will: the first of spellings that are one."""
    by_name = sales.group_by("product").agg(pl.len().alias("rows"), pl.col("quantity").sum().alias("units"))
    products: dict[str, Product] = {}
    for name, rows, units in by_name.sort("product").iter_rows():
        known = products.setdefault(name_key(name), Product(name, 0, 0.0))
        products[name_key(name)] = Product(known.name, known.rows + rows, known.units + units)
    return list(products.values())


def _add_up(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total.most_common())


def _count_names(names: pl.Series) -> int:
    return len({name_key(name) for name in names.unique()})
