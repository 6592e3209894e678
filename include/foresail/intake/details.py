"""Keeps what a sheet says beside its sales: category and attributes of products, stock and customers."""

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foresail.columns import (
    BY_FIELD,
    DETAIL_RANKS,
    DETAILS,
    FIELD_OF,
    LINE_DETAILS,
    PRODUCT_DETAILS,
    map_header,
)
from foresail.errors import UndecidableNumbers
from foresail.intake.number_formats import NumberHints
from foresail.intake.numbers import read_numbers
from foresail.intake.rules import Lines, is_unusable, locate, nowhere
from foresail.intake.sheets import Table, ValidatedSheet
from foresail.intake.texts import TextColumn

# A column is of the products where so many of them have one value in it.
OF_PRODUCT_MIN = 0.95
ATTRIBUTES = {"product": pl.String, "name": pl.String, "value": pl.String}
"""What a file says of its products: `name` is `category`, or the heading of an attribute."""
CATEGORY = "category"
NAME_MAX = 120
JOINED = re.compile(r" from .+ by .+$")
"""What a join of sheets adds to a heading (layouts.joins)."""


def map_details(header: tuple[str | None, ...], mapping: Mapping[str, int]) -> dict[str, int]:
    """The columns of a header that hold details, those of a mapping left out."""
    free = [None if place in mapping.values() else cell for place, cell in enumerate(header)]
    found = map_header(free, None, DETAIL_RANKS)
    return {field: place for field, place in found.items() if field not in mapping}


def add_details(table: Table, given: Mapping[str, str]) -> Table:
    """A table of a line for each sale with the details that its other headings name.

    What a heading only seems to say of products is left where the products have several values of it.
    """
    if table.header_row < 0:
        return table
    found = map_details(table.header, table.mapping)
    said = {FIELD_OF[name] for name in given}
    body = table.sheet.cells.slice(table.header_row + 1)
    product = body[str(table.mapping["product"])]
    for field in PRODUCT_DETAILS:
        if field in found and field not in said and not _is_of(product, body[str(found[field])]):
            del found[field]
    return replace(table, mapping={**table.mapping, **found}) if found else table


def _is_of(product: pl.Series, values: pl.Series) -> bool:
    """Whether nearly every product has one value."""
    pairs = pl.DataFrame({"product": product, "value": values}).drop_nulls().unique()
    products = pairs["product"].n_unique()
    return bool(products) and products >= OF_PRODUCT_MIN * pairs.height


def complete(sheet: ValidatedSheet, numbers: NumberHints) -> ValidatedSheet:
    """A validated sheet whose sales hold the details of their lines, with what was found on the way."""
    lines, validation = sheet.split.lines, sheet.validation
    if not any(column.field in lines.positions for column in DETAILS):
        return sheet
    decided = validation.number_format.decimals
    read = read_details(lines, validation.kept, replace(numbers, given=decided or numbers.given))
    found = find_unread(lines, validation.kept, read)
    differing = find_contradicting(lines, validation.kept)
    validation = replace(
        validation,
        sales=validation.sales.with_columns(values.alias(field) for field, values in read.items()),
        findings=pl.concat([validation.findings, *found, *differing]),
    )
    return replace(sheet, validation=validation)


def read_details(lines: Lines, kept: pl.Series, numbers: NumberHints) -> dict[str, pl.Series]:
    """What the kept lines say of themselves, by field: texts, and the units left in stock."""
    found = {}
    for field in LINE_DETAILS:
        if field in lines.positions:
            column = lines.columns[field].filter(kept)
            found[field] = column.spread(_read(field, column, numbers, lines))
    return found


def _read(field: str, column: TextColumn, numbers: NumberHints, lines: Lines) -> pl.Series:
    if field != "stock":
        return _short_enough(field, column.values)
    try:
        return read_numbers(column.values, numbers, numeric=field in lines.numeric).values
    except UndecidableNumbers:
        return pl.repeat(None, len(column.values), dtype=pl.Float64, eager=True)


def _short_enough(field: str, values: pl.Series) -> pl.Series:
    """The texts, null where they are longer than can be kept, or an error of Excel."""
    most = BY_FIELD[field].text_max or 0
    return values.set((values.str.len_chars() > most).fill_null(False) | is_unusable(values), None)


def find_unread(lines: Lines, kept: pl.Series, read: Mapping[str, pl.Series]) -> list[pl.DataFrame]:
    """Findings at the details that could not be read: the sale is stored without them."""
    found = []
    for column in DETAILS:
        field = column.field
        if field not in lines.positions:
            continue
        texts = lines.columns[field]
        if field in read:
            lost = nowhere(len(kept)).scatter(kept.arg_true(), read[field].is_null()) & ~texts.is_empty & kept
        else:
            lost = texts.where(_short_enough(field, texts.values).is_null() & texts.values.is_not_null())
        if lost.any():
            found.append(locate(lines, lost, field, "detail-not-read"))
    return found


def list_attributes(validated: list[ValidatedSheet]) -> pl.DataFrame:
    """What a file says of its products (ATTRIBUTES): the value of the newest line that has one."""
    parts = [pl.DataFrame(schema={**ATTRIBUTES, "date": pl.Date})]
    for sheet in validated:
        names = sheet.table.names
        for field in PRODUCT_DETAILS:
            if field not in sheet.table.mapping:
                continue
            column = sheet.split.lines.columns[field].filter(sheet.validation.kept)
            values = column.spread(_short_enough(field, column.values))
            sales = sheet.validation.sales
            part = pl.DataFrame({"product": sales["product"], "value": values, "date": sales["date"]})
            name = CATEGORY if field == CATEGORY else JOINED.sub("", names[field])[:NAME_MAX]
            parts.append(part.with_columns(pl.lit(name).alias("name")).select(parts[0].columns).drop_nulls())
    said = pl.concat(parts).sort("date", maintain_order=True)
    newest = said.unique(("product", "name"), keep="last", maintain_order=True)
    return newest.select(ATTRIBUTES.keys()).sort("product", "name")


def find_contradicting(lines: Lines, kept: pl.Series) -> list[pl.DataFrame]:
    """A finding at the first line of each detail that gives its product another value than a line above."""
    found = []
    for field in PRODUCT_DETAILS:
        if field not in lines.positions:
            continue
        said = pl.DataFrame(
            {"product": lines.columns["product"].codes, "value": lines.columns[field].codes, "kept": kept}
        ).with_row_index()
        first = said.filter("kept").drop_nulls().unique(("product", "value"), maintain_order=True)
        second = first.filter(~pl.col("product").is_first_distinct())["index"].head(1)
        if len(second):
            found.append(locate(lines, nowhere(len(kept)).scatter(second, True), field, "detail-differs"))
    return found
