"""Rules on what cells hold beside their number or text: units, rounded codes, codes that look alike."""

import polars as pl

from foresail.intake.date_ranges import look_like_ranges
from foresail.intake.fiscal_periods import is_fiscal_year_known, look_fiscal
from foresail.intake.numbers import Numbers
from foresail.intake.texts import TextColumn

ROUNDED_CODE = r"^\d(?:[.,]\d+)?E\+\d{2}$"
LOST = "\ufffd"


def find_rounded(texts: pl.Series) -> pl.Series:
    """Which codes a spreadsheet program has rounded: 4.00638E+12."""
    may_be = texts.str.contains("E+", literal=True)
    return may_be & texts.str.contains(ROUNDED_CODE) if may_be.any() else may_be


def find_lost(texts: pl.Series) -> pl.Series:
    """Which texts hold letters that could not be read."""
    return texts.str.contains(LOST, literal=True)


def find_fiscal(texts: pl.Series, unread: pl.Series) -> pl.Series:
    """Which unread texts are periods of a fiscal year, where nobody has said when that begins."""
    if is_fiscal_year_known() or not unread.any():
        return pl.repeat(False, len(texts), dtype=pl.Boolean, eager=True)
    return look_fiscal(texts) & unread


def find_ranges(texts: pl.Series, unread: pl.Series) -> pl.Series:
    """Which unread texts are ranges of days, and neither a week nor a month."""
    return look_like_ranges(texts) & unread if unread.any() else unread


def find_alike(codes: TextColumn) -> pl.Series:
    """The first row of each code that differs from another only in leading zeros."""
    if not codes.values.str.starts_with("0").any():
        return pl.repeat(False, len(codes.codes), dtype=pl.Boolean, eager=True)
    digits = codes.values.to_frame("code").with_columns(
        pl.when(pl.col("code").str.contains(r"^\d+$"))
        .then(pl.col("code").str.strip_chars_start("0"))
        .alias("bare")
    )
    alike = digits.select(pl.col("bare").is_not_null() & (pl.len().over("bare") > 1)).to_series()
    return first_rows(codes, alike)


def first_rows(column: TextColumn, chosen: pl.Series) -> pl.Series:
    """The first row of each chosen value."""
    if not chosen.any():
        return pl.repeat(False, len(column.codes), dtype=pl.Boolean, eager=True)
    is_first = column.codes.to_frame("code").select(pl.col("code").is_first_distinct()).to_series()
    return column.where(chosen) & is_first


def first_of_each_unit(quantity: TextColumn, numbers: Numbers) -> pl.Series:
    """The first row of each unit."""
    units = quantity.spread(numbers.units)
    return (units.is_first_distinct() & units.is_not_null()).fill_null(False)


def find_mixed(product: TextColumn, quantity: TextColumn, numbers: Numbers) -> pl.Series:
    """The rows whose unit is not the commonest of their product."""
    nowhere = pl.repeat(False, len(quantity.codes), dtype=pl.Boolean, eager=True)
    if numbers.units.drop_nulls().n_unique() < 2:
        return nowhere
    rows = pl.DataFrame({"product": product.codes, "unit": quantity.spread(numbers.units)}).with_row_index(
        "row"
    )
    counted = rows.drop_nulls().group_by("product", "unit").agg(pl.len().alias("rows"), pl.col("row").min())
    usual = (
        counted.sort(["rows", "row"], descending=[True, False])
        .group_by("product", maintain_order=True)
        .agg(pl.col("unit").first().alias("usual"))
    )
    joined = rows.join(usual, on="product", how="left", maintain_order="left")
    return joined.select((pl.col("unit") != pl.col("usual")).fill_null(False)).to_series()


def count_units(quantity: TextColumn, numbers: Numbers) -> dict[str, int]:
    """How many rows are in each unit."""
    if not numbers.units.count():
        return {}
    counts = quantity.spread(numbers.units).drop_nulls().value_counts(sort=True)
    return dict(counts.iter_rows())
