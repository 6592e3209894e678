"""Validates every cell of a sheet of sales and separates the rows that can be stored from the rest."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from foresail.columns import BY_FIELD, COLUMNS, FIELDS, column_letter
from foresail.intake import cell_rules
from foresail.intake.dates import EXCEL_EPOCH, Dates, Hints, parse_dates
from foresail.intake.findings import RULES
from foresail.intake.number_formats import Format, NumberHints
from foresail.intake.numbers import Numbers, read_numbers
from foresail.intake.texts import TextColumn
from foresail.severities import Severity
from foresail.workbooks.grids import UNCALCULATED

EARLIEST = date(1980, 1, 1)
TEXT_MAX = {column.field: column.text_max for column in COLUMNS if column.text_max}
CELL_ERROR = r"^#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$"
KINDS = {"date": pl.Date, "quantity": pl.Float64, "unit_price": pl.Float64}
SALES_SCHEMA = {
    "row": pl.Int64,
    **{field: KINDS.get(field, pl.String) for field in FIELDS},
}
FINDINGS_SCHEMA = {
    "sheet": pl.String,
    "row": pl.Int64,
    "cell": pl.String,
    "column": pl.String,
    "value": pl.String,
    "code": pl.String,
    "severity": pl.String,
}
# A line is the same line when all of these agree within one transaction.
LINE = ("transaction_id", *(field for field in FIELDS if field != "transaction_id"))
REQUIRED = tuple(column.field for column in COLUMNS if column.required)


@dataclass(frozen=True)
class Places:
    """Where the cells of a field lie, line by line: columns from 0, rows from 1."""

    columns: pl.Series
    rows: pl.Series


@dataclass(frozen=True)
class Lines:
    """The rows of a sheet below its header, blank and totals rows left out, as columns of text.

    `rows` are row numbers from 1; `beyond` tells where a row of a .csv file has more cells than its header;
    `positions` gives each mapped field's column, from 0; `numeric` are the fields in whose columns a point
    stands in a number, not in a text. Where a sheet was turned into lines, `places` holds the cells of fields
    that are not in one column, and a zero is what the sheet has where nothing was sold (`zeros_are_usual`).
    """

    sheet: str
    rows: pl.Series
    columns: dict[str, TextColumn]
    beyond: pl.Series
    positions: dict[str, int]
    numeric: frozenset[str] = frozenset()
    places: Mapping[str, Places] = dataclasses.field(default_factory=dict)
    zeros_are_usual: bool = False

    def filter(self, keep: pl.Series) -> "Lines":
        """The lines to keep."""
        columns = {name: column.filter(keep) for name, column in self.columns.items()}
        rows, beyond = self.rows.filter(keep), self.beyond.filter(keep)
        places = {
            name: Places(place.columns.filter(keep), place.rows.filter(keep))
            for name, place in self.places.items()
        }
        return replace(self, rows=rows, columns=columns, beyond=beyond, places=places)


@dataclass(frozen=True)
class Validation:
    """The lines of one sheet that can be stored (SALES_SCHEMA), its findings (FINDINGS_SCHEMA), its dates.

    `number_format` is how its ambiguous numbers were read, `units` says how many rows are in each unit;
    `kept` marks the lines that the sales came from, in their order.
    """

    sales: pl.DataFrame
    findings: pl.DataFrame
    rows_rejected: int
    dates: Dates
    number_format: Format
    units: dict[str, int]
    kept: pl.Series


AS_TEXT = NumberHints()


def validate(
    lines: Lines, today: date, hints: Hints, epoch: date = EXCEL_EPOCH, numbers: NumberHints = AS_TEXT
) -> Validation:
    """Judge the lines of a sheet; raises UndecidableDates or UndecidableNumbers."""
    columns = lines.columns
    dates = parse_dates(columns["date"].values, hints, counts=columns["date"].counts, epoch=epoch)
    quantity = _read_numbers(lines, "quantity", "unit_price", numbers)
    price = _read_numbers(lines, "unit_price", "quantity", numbers)
    read = {"date": dates.days, "quantity": quantity.values, "unit_price": price.values}
    rejected = nowhere(len(lines.rows))
    found = []
    unsaid = price.are_open if price.is_undecided else None
    for code, field, broken in (*_broken(lines, read, today, unsaid), *_noticed(lines, quantity, price)):
        if not broken.any():
            continue
        found.append(locate(lines, broken, field, code))
        if RULES[code].severity is Severity.ERROR:
            rejected = rejected | broken
    about_column = {"dates-look-swapped": dates.looks_swapped, "dates-are-periods": bool(dates.period)}
    found += [
        locate(lines, nowhere(len(lines.rows)).scatter([0], True), "date", code)
        for code, holds in about_column.items()
        if holds
    ]
    kept = ~rejected
    return Validation(
        sales=_sales(lines, read, kept),
        findings=pl.concat([pl.DataFrame(schema=FINDINGS_SCHEMA), *found]).sort("row", "column", "code"),
        rows_rejected=int(rejected.sum()),
        dates=dates,
        number_format=quantity.format if quantity.format.decimals else price.format,
        units=cell_rules.count_units(columns["quantity"], quantity),
        kept=kept,
    )


def multiply(validation: Validation, factors: pl.DataFrame | None) -> Validation:
    """The validation with the quantities of some rows (`row`, `factor`) multiplied: cases become pieces."""
    if factors is None:
        return validation
    sales = validation.sales.join(factors, on="row", how="left", maintain_order="left")
    sales = sales.with_columns(pl.col("quantity") * pl.col("factor").fill_null(1.0)).drop("factor")
    return replace(validation, sales=sales)


def _read_numbers(lines: Lines, field: str, other: str, hints: NumberHints) -> Numbers:
    """The numbers of a field; the other field of numbers tells first what parts its decimals."""
    first = lines.columns[other].values
    all_hints = replace(hints, elsewhere=lambda: (first, *hints.elsewhere()))
    values, is_optional = lines.columns[field].values, field not in REQUIRED
    return read_numbers(values, all_hints, numeric=field in lines.numeric, is_optional=is_optional)


def _sales(lines: Lines, read: dict[str, pl.Series], kept: pl.Series) -> pl.DataFrame:
    columns = {name: column.filter(kept) for name, column in lines.columns.items()}
    price = read["unit_price"]
    texts = {name: columns[name].spread(_usable(columns[name].values)) for name in TEXT_MAX}
    return pl.DataFrame(
        {
            "row": lines.rows.filter(kept).cast(pl.Int64),
            "date": columns["date"].spread(read["date"]),
            "quantity": columns["quantity"].spread(read["quantity"]),
            "unit_price": columns["unit_price"].spread(price.set(price <= 0, None)),
            **texts,
        }
    ).select(pl.col(name).cast(kind) for name, kind in SALES_SCHEMA.items())


def _usable(values: pl.Series) -> pl.Series:
    """The values, null where they are an Excel error or an uncalculated formula."""
    return values.set(is_unusable(values), None)


def is_unusable(values: pl.Series) -> pl.Series:
    """Which values are an error of Excel or a formula without its result."""
    return (
        (values.str.starts_with("#") & values.str.contains(CELL_ERROR)) | (values == UNCALCULATED)
    ).fill_null(False)


def nowhere(height: int) -> pl.Series:
    """A mask of so many rows that marks none."""
    return pl.repeat(False, height, eager=True)


def _broken(
    lines: Lines, read: dict[str, pl.Series], today: date, unsaid: pl.Series | None
) -> Iterator[tuple[str, str, pl.Series]]:
    """Each rule as (code, field, which rows break it); `unsaid` prices are told once, as ambiguous."""

    columns = lines.columns
    unusable = {field: is_unusable(column.values) for field, column in columns.items()}
    for field in FIELDS:
        column = columns[field]
        if field in REQUIRED:
            is_formula = column.values == UNCALCULATED
            yield "cell-error", field, column.where(unusable[field] & ~is_formula)
            yield "formula-without-value", field, column.where(is_formula)
            yield f"missing-{field}", field, column.is_empty
        else:
            yield "cell-not-used", field, column.where(unusable[field])
    days, units, price = read["date"], read["quantity"], read["unit_price"]
    latest = today + timedelta(days=1)
    of_date, of_units, of_price = columns["date"], columns["quantity"], columns["unit_price"]
    unread = days.is_null() & ~unusable["date"]
    fiscal = cell_rules.find_fiscal(of_date.values, unread)
    yield "fiscal-period", "date", of_date.where(fiscal)
    ranges = cell_rules.find_ranges(of_date.values, unread)
    yield "other-range", "date", of_date.where(ranges)
    yield "not-a-date", "date", of_date.where(unread & ~fiscal & ~ranges)
    yield "implausible-date", "date", of_date.where(~days.is_between(EARLIEST, latest))
    yield "too-many-cells", "date", lines.beyond
    if not lines.zeros_are_usual:
        yield "zero-quantity", "quantity", of_units.where(units == 0)
    bad = price.is_null() & ~unusable["unit_price"]
    bad = bad if unsaid is None else bad & ~unsaid
    yield "price-not-a-number", "unit_price", of_price.where(bad)
    yield "price-not-positive", "unit_price", of_price.where(price <= 0)
    for field, most in TEXT_MAX.items():
        yield "text-too-long", field, columns[field].where(columns[field].values.str.len_chars() > most)


def _noticed(lines: Lines, quantity: Numbers, price: Numbers) -> Iterator[tuple[str, str, pl.Series]]:
    """Rules on what cells hold beside their number or text, as `_broken`."""
    columns = lines.columns
    of_units = columns["quantity"]
    percent = of_units.where(quantity.are_percent)
    yield "percentage", "quantity", percent
    yield (
        "not-a-number",
        "quantity",
        of_units.where(quantity.values.is_null() & ~_is_said(quantity, of_units)),
    )
    yield "mixed-units", "quantity", cell_rules.find_mixed(columns["product"], of_units, quantity)
    yield "unit-read", "quantity", cell_rules.first_of_each_unit(of_units, quantity)
    for field, numbers in (("quantity", quantity), ("unit_price", price)):
        if numbers.format.is_likely:
            rows = columns[field].where(numbers.are_open)
            yield "likely-format", field, nowhere(len(rows)).scatter([rows.arg_true()[0]], True)
    if price.is_undecided:
        rows = columns["unit_price"].where(price.are_open)
        yield "price-ambiguous", "unit_price", nowhere(len(rows)).scatter([rows.arg_true()[0]], True)
    for field in TEXT_MAX:
        yield "letters-lost", field, columns[field].where(cell_rules.find_lost(columns[field].values))
    for field in ("product", "transaction_id", "producer"):
        yield "code-rounded", field, columns[field].where(cell_rules.find_rounded(columns[field].values))
    yield "codes-alike", "product", cell_rules.find_alike(columns["product"])


def _is_said(numbers: Numbers, column: TextColumn) -> pl.Series:
    """Which values are no number, and told with a code of their own."""
    return numbers.are_percent | is_unusable(column.values)


def locate(lines: Lines, where: pl.Series, field: str, code: str) -> pl.DataFrame:
    """Findings of a code at a field of some rows; a cell that serves many lines is named once."""
    texts = lines.columns[field].filter(where).texts()
    rows: pl.Series | pl.Expr = lines.rows.filter(where)
    letter: pl.Series | pl.Expr = pl.lit(
        column_letter(lines.positions[field]) if field in lines.positions else ""
    )
    if field in lines.places:
        place = lines.places[field]
        rows, columns = place.rows.filter(where), place.columns.filter(where)
        names = {position: column_letter(position) for position in columns.unique()}
        letter = columns.replace_strict(names, return_dtype=pl.String)
    found = pl.DataFrame({"row": rows, "value": texts}).with_columns(
        pl.col("row").cast(pl.Int64), letter.alias("letter")
    )
    if lines.places:
        found = found.unique(maintain_order=True)
    return found.select(
        pl.lit(lines.sheet).alias("sheet"),
        "row",
        pl.concat_str("letter", "row").alias("cell"),
        pl.lit(BY_FIELD[field].name).alias("column"),
        pl.col("value").cast(pl.String).str.slice(0, 200),
        pl.lit(code).alias("code"),
        pl.lit(RULES[code].severity.value).alias("severity"),
    )
