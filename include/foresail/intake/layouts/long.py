"""Reads a sheet with a line for each sale, whatever its headings are called."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foresail.columns import BY_FIELD, FIELD_OF, column_letter, header_key, map_header
from foresail.errors import UnmappedHeader
from foresail.intake.headings import NAME_OF_SOMETHING, RATES, rate_product
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.layouts.columns import Profile
from foresail.intake.layouts.date_parts import join_date_parts
from foresail.intake.layouts.guessing import Columns, Guess, guess
from foresail.intake.layouts.line_numbers import has_equal_runs, is_line_numbers
from foresail.intake.rules import FINDINGS_SCHEMA
from foresail.intake.sheets import Table, count_header_rows, make_finding
from foresail.workbooks.reading import Sheet

# After so many rows that might have been headers there is none.
ROWS_TRIED = 10
_CODES = {
    header_key(text)
    for text in (
        "SKU", "Product Code", "Stock Code", "Item Code", "Article Number", "Artikelnummer",
    )
}  # fmt: skip
ASKED_TWICE = ("date", "product", "quantity", "unit_price")


def refine(table: Table, given: Mapping[str, str]) -> Table:
    """A table whose header names the required columns in Foresail's words, its values looked at.

    Raises UnmappedHeader where two columns have one name and differ, or where the product only counts lines.
    """
    _check_twice(table, given)
    return join_date_parts(_leave_line_numbers(_prefer_name(table, given), given))


def _prefer_name(table: Table, given: Mapping[str, str]) -> Table:
    """The table with a name as its product, where that holds codes: product_title beside sku."""
    place = table.mapping["product"]
    if "Product Name" in given or header_key(table.header[place] or "") not in _CODES:
        return table
    others = [
        (rate_product(cell).score, -other)
        for other, cell in enumerate(table.header[: table.sheet.cells.width])
        if cell and other not in table.mapping.values()
    ]
    score, best = max(others, default=(0, 0))
    body = table.sheet.cells[str(-best)].slice(table.header_row + 1)
    if score <= NAME_OF_SOMETHING or not Profile.of(body).is_label:
        return table
    name, row = table.sheet.name, table.header_row + 1
    note = make_finding(name, row, -best, "Product Name", table.header[-best], "heading-understood")
    notes = pl.concat([table.notes, pl.DataFrame([note], schema=FINDINGS_SCHEMA)])
    return replace(table, mapping=table.mapping | {"product": -best}, notes=notes)


def find_by_words(sheet: Sheet, given: Mapping[str, str]) -> Table | None:
    """The table whose headings and values tell which column is which; None where one is not sure."""
    found = guess_header(sheet, given)
    if found is None or not found[1].is_sure:
        return None
    row, guessed = found
    header = sheet.cells.row(row)
    named = map_header(header, given if map_header(header, given) else {})
    mapping = {field: place for field, place in named.items() if place not in guessed.mapping.values()}
    table = Table(sheet, row, header, mapping | guessed.mapping)
    _check_twice(table, given)
    known = map_header(header, given)
    notes = [
        make_finding(sheet.name, row + 1, place, BY_FIELD[field].name, header[place], "heading-understood")
        for field, place in sorted(guessed.mapping.items())
        if known.get(field) != place
    ]
    return join_date_parts(replace(table, notes=pl.DataFrame(notes, schema=FINDINGS_SCHEMA)))


def guess_header(sheet: Sheet, given: Mapping[str, str]) -> tuple[int, Guess] | None:
    """The first row whose headings may name date, product and quantity above such values, and which."""
    best: tuple[int, Guess] | None = None
    tried = 0
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    for row, header in enumerate(head.iter_rows()):
        if tried >= ROWS_TRIED:
            break
        if not _may_be_header(header, given):
            continue
        tried += 1
        said = _given_places(header, given)
        if said is None:
            continue
        guessed = guess(Columns(header, sheet.cells.slice(row + 1)), said)
        if guessed.is_sure:
            return row, guessed
        if best is None or len(guessed.mapping) > len(best[1].mapping):
            best = row, guessed
    return best


def _given_places(header: tuple[str | None, ...], given: Mapping[str, str]) -> dict[str, int] | None:
    """The places of the given headers; None where one is not in the row."""
    if not given:
        return {}
    mapping = map_header(header, given)
    return {FIELD_OF[name]: mapping[FIELD_OF[name]] for name in given} if mapping else None


def _may_be_header(header: tuple[str | None, ...], given: Mapping[str, str]) -> bool:
    """Whether at least two of the required fields have a heading of their words."""
    filled = [cell for cell in header if cell]
    if 2 * sum(cell[:1].isdigit() for cell in filled) >= len(filled):
        return False
    exact = map_header(header)
    named = [
        field in exact or BY_FIELD[field].name in given or any(cell and rate(cell).score for cell in header)
        for field, rate in RATES.items()
    ]
    return sum(named) >= len(RATES) - 1


def _check_twice(table: Table, given: Mapping[str, str]) -> None:
    """Raise UnmappedHeader where another column has the same name as a mapped one, and other values."""
    body = table.sheet.cells.slice(table.header_row + 1)
    for field in ASKED_TWICE:
        place = table.mapping.get(field)
        if place is None or BY_FIELD[field].name in given:
            continue
        key = header_key(table.header[place] or "")
        others = [
            other
            for other, cell in enumerate(table.header)
            if cell and header_key(cell) == key and other != place
        ]
        for other in others:
            cells = body[str(other)]
            if (
                cells.null_count() == len(cells)
                or (cells.cast(pl.String).eq_missing(body[str(place)].cast(pl.String))).all()
            ):
                continue
            name, letters = BY_FIELD[field].name, f"{column_letter(place)} and {column_letter(other)}"
            rest = {known: at for known, at in table.mapping.items() if known != field}
            raise UnmappedHeader(
                f"Sheet {table.sheet.name!r} has two columns named {str(table.header[place])[:40]!r} "
                f"({letters}) "
                "that hold different values.",
                f"Send which of them is {name} in columns, "
                f'as "{table.header[place]} (column {column_letter(place)})", '
                "or rename one.",
                describe_headers(table.sheet, table.header_row, table.header, rest, {}, [name]),
            )


def _leave_line_numbers(table: Table, given: Mapping[str, str]) -> Table:
    """The table with another column as its product, where the one named so counts the lines of orders."""
    place = table.mapping["product"]
    body = table.sheet.cells.slice(table.header_row + 1)
    if "Product Name" in given or not is_line_numbers(body[str(place)]):
        return table
    rest = {field: at for field, at in table.mapping.items() if field != "product"}
    others = [None if at == place else cell for at, cell in enumerate(table.header)]
    guessed = guess(Columns(others, body), rest)
    if "product" in guessed.mapping:
        notes = [
            make_finding(
                table.sheet.name,
                table.header_row + 1,
                place,
                "Product Name",
                table.header[place],
                "line-numbers",
            )
        ]
        return replace(table, mapping=guessed.mapping, notes=pl.DataFrame(notes, schema=FINDINGS_SCHEMA))
    if has_equal_runs(body[str(place)]) or "transaction_id" not in table.mapping:
        return table
    raise UnmappedHeader(
        f"The product column {str(table.header[place])[:40]!r} of sheet {table.sheet.name!r} only counts "
        f"the lines of "
        "each order.",
        "Name the column with the products in columns, as Product Name; if these are your products, name "
        "this one.",
        describe_headers(table.sheet, table.header_row, table.header, rest, {}, ["Product Name"]),
    )
