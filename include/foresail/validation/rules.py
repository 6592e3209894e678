"""Judges every cell of a sheet of sales and parts the rows that can be stored from those that cannot."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from foresail.columns import BY_FIELD, FIELDS
from foresail.validation.dates import parse_dates
from foresail.validation.findings import RULES, Severity
from foresail.validation.numbers import parse_numbers

EARLIEST = date(1980, 1, 1)
TEXT_MAX = {"product": 255, "store": 255, "producer": 60, "transaction_id": 60}
SALES_SCHEMA = {
    "row": pl.Int64,
    "date": pl.Date,
    "product": pl.String,
    "quantity": pl.Float64,
    "unit_price": pl.Float64,
    "transaction_id": pl.String,
    "store": pl.String,
    "producer": pl.String,
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
LINE = ("transaction_id", "date", "product", "quantity", "unit_price", "store", "producer")


@dataclass(frozen=True)
class Judgement:
    """The rows of one sheet that can be stored, its findings, and what became of every row.

    `sales` has SALES_SCHEMA, `findings` has FINDINGS_SCHEMA; `rows_read` counts rows that are not blank.
    """

    sales: pl.DataFrame
    findings: pl.DataFrame
    rows_read: int
    rows_rejected: int
    rows_blank: int
    date_order: str | None


def judge(
    texts: pl.DataFrame, positions: dict[str, int], sheet: str, today: date, date_order: str | None
) -> Judgement:
    """Judge a sheet: `texts` has `row` (1-based), one text column per mapped field, and `beyond`: what a
    row of a .csv file holds beyond its header.

    `positions` gives each field's column in the sheet, for the cell addresses. Raises UndecidableDates.
    """
    texts = texts.with_columns(
        pl.lit(None, pl.String).alias(field) for field in FIELDS if field not in positions
    ).with_columns(_tidy(pl.col(field)) for field in FIELDS)
    rows_all = texts.height
    texts = texts.filter(~pl.all_horizontal(pl.col(field).is_null() for field in FIELDS))
    dates = parse_dates(texts["date"], date_order)
    parsed = texts.with_columns(
        dates.days.alias("date_read"),
        parse_numbers(texts["quantity"]).alias("quantity_read"),
        parse_numbers(texts["unit_price"]).alias("unit_price_read"),
    )
    checks = _checks(parsed, today)
    rejected = pl.Series([False] * parsed.height, dtype=pl.Boolean)
    for code, _, broken in checks:
        if RULES[code].severity is Severity.ERROR:
            rejected = rejected | broken
    sales = parsed.filter(~rejected).select(
        "row",
        pl.col("date_read").alias("date"),
        "product",
        pl.col("quantity_read").alias("quantity"),
        pl.when(pl.col("unit_price_read") > 0).then("unit_price_read").alias("unit_price"),
        "transaction_id",
        "store",
        "producer",
    )
    found = [_found(parsed.filter(broken), field, code, sheet, positions) for code, field, broken in checks]
    return Judgement(
        sales=sales.cast(SALES_SCHEMA),
        findings=pl.concat(found).sort("row", "column", "code"),
        rows_read=parsed.height,
        rows_rejected=int(rejected.sum()),
        rows_blank=rows_all - parsed.height,
        date_order=dates.order,
    )


def find_repeats(sheets: list[tuple[str, dict[str, int], pl.DataFrame]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part the sales of all sheets, as (sheet, positions, sales), into lines and repeats of a line.

    A line is a repeat when all of it stands in the same transaction already, on whichever sheet. Returns
    the sales to store and the findings.
    """
    sales = pl.concat([rows.with_columns(pl.lit(name).alias("sheet")) for name, _, rows in sheets])
    first = sales.select(pl.struct(LINE).is_first_distinct()).to_series()
    repeated = ~first & sales["transaction_id"].is_not_null()
    repeats = sales.filter(repeated)
    found = [
        _found(repeats.filter(pl.col("sheet") == name), "transaction_id", "repeated-row", name, positions)
        for name, positions, _ in sheets
    ]
    return sales.filter(~repeated).drop("sheet"), pl.concat(found)


def _tidy(text: pl.Expr) -> pl.Expr:
    """Fold runs of white space and drop the ends; an empty text is null."""
    folded = text.str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars()
    return pl.when(folded != "").then(folded).name.keep()


def _checks(parsed: pl.DataFrame, today: date) -> list[tuple[str, str, pl.Series]]:
    """Each rule as (code, field, which rows break it)."""
    col = pl.col
    rules = [
        ("missing-date", "date", col("date").is_null()),
        ("not-a-date", "date", col("date").is_not_null() & col("date_read").is_null()),
        (
            "implausible-date",
            "date",
            ~col("date_read").is_between(EARLIEST, today + timedelta(days=1)),
        ),
        ("too-many-cells", "date", col("beyond").is_not_null()),
        ("missing-product", "product", col("product").is_null()),
        ("missing-quantity", "quantity", col("quantity").is_null()),
        ("not-a-number", "quantity", col("quantity").is_not_null() & col("quantity_read").is_null()),
        ("zero-quantity", "quantity", col("quantity_read") == 0),
        (
            "price-not-a-number",
            "unit_price",
            col("unit_price").is_not_null() & col("unit_price_read").is_null(),
        ),
        ("price-not-positive", "unit_price", col("unit_price_read") <= 0),
        *(("text-too-long", field, col(field).str.len_chars() > most) for field, most in TEXT_MAX.items()),
    ]
    return [
        (code, field, parsed.select(broken.fill_null(False)).to_series()) for code, field, broken in rules
    ]


def _found(rows: pl.DataFrame, field: str, code: str, sheet: str, positions: dict[str, int]) -> pl.DataFrame:
    letter = column_letter(positions[field]) if field in positions else ""
    return rows.select(
        pl.lit(sheet).alias("sheet"),
        pl.col("row").cast(pl.Int64),
        pl.concat_str(pl.lit(letter), pl.col("row")).alias("cell"),
        pl.lit(BY_FIELD[field].name).alias("column"),
        pl.col(field).str.slice(0, 200).alias("value"),
        pl.lit(code).alias("code"),
        pl.lit(RULES[code].severity.value).alias("severity"),
    )


def column_letter(position: int) -> str:
    """The letters Excel gives the 0-based column: 0 -> A, 26 -> AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
