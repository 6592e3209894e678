"""Reads a sheet with dates below each other and a column for each product or store."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foresail.columns import map_header
from foresail.intake.layouts.across_headings import Across, find_headings
from foresail.intake.layouts.wide_rows import is_nothing
from foresail.intake.rules import FINDINGS_SCHEMA, Places
from foresail.intake.sheets import Origin, Table, make_finding
from foresail.intake.texts import tidy
from foresail.intake.totals import TOTAL, TOTAL_BEGINS
from foresail.workbooks.plain_texts import CELLS
from foresail.workbooks.reading import Sheet

NAMES = {"product": "Product Name", "store": "Store Location"}


def find_across(sheet: Sheet, given: Mapping[str, str]) -> Table | None:
    """The lines of a sheet with dates down and products or stores across; None where it is none.

    Raises UnmappedHeader where its headings may be something else.
    """
    heads = find_headings(sheet, given)
    if heads is None:
        return None
    body = sheet.cells.slice(heads.row + 1)
    first = heads.row + 2
    rows = pl.int_range(first, first + body.height, dtype=pl.Int64, eager=True)
    is_blank = body.select(pl.all_horizontal(pl.all().is_null())).to_series()
    dates = tidy(body[str(heads.date)].cast(pl.String))
    is_total = (dates.str.contains(TOTAL) | dates.str.contains(TOTAL_BEGINS)).fill_null(False)
    kept = ~is_blank & ~is_total
    origin, cells, names = _to_lines(heads, body.filter(kept), rows.filter(kept))
    totals = [
        make_finding(sheet.name, row, heads.date, "Date", text, "totals-row")
        for row, text in zip(rows.filter(is_total), dates.filter(is_total), strict=True)
    ]
    notes = pl.DataFrame([*_notes(sheet, heads), *totals], schema=FINDINGS_SCHEMA)
    origin = replace(origin, rows_blank=int(is_blank.sum()), rows_of_totals=int(is_total.sum()), notes=notes)
    ignored = [text for place, text in heads.left.items() if text]
    return Table(
        replace(
            sheet, cells=pl.DataFrame(cells), merged=(), is_delimited=False,
            numeric=frozenset({0}) if sheet.numeric else frozenset(),
        ),
        -1,
        (*names, *ignored),
        {field: int(place) for field, place in zip(_fields(heads), cells, strict=True)},
        origin,
        notes,
        asked_as=heads.header,
    )  # fmt: skip


def _fields(heads: Across) -> list[str]:
    own = [field for field in ("store", "product") if field in _own(heads) and field not in heads.labels]
    return ["quantity", "date", *heads.labels, *own]


def _own(heads: Across) -> dict[str, int]:
    """The columns of the sheet that say more of each row: its store, or the product that a title names."""
    taken = {heads.date, *heads.places, *heads.left}
    own = map_header(heads.header)
    return {field: place for field, place in own.items() if field in NAMES and place not in taken}


def _to_lines(
    heads: Across, body: pl.DataFrame, rows: pl.Series
) -> tuple[Origin, dict[str, pl.Series], list[str]]:
    """A line for each filled cell, column by column: where it lies, its cells, and what they are called."""
    units = pl.concat([body[str(place)].alias("cell") for place in heads.places])
    sold = units.is_not_null() & ~is_nothing(units)
    every = pl.int_range(body.height, dtype=pl.UInt32, eager=True)
    line = pl.concat([every] * len(heads.places)).filter(sold)
    column = pl.Series(heads.places, dtype=pl.Int64).repeat_by(body.height).explode().filter(sold)
    lines = rows.gather(line)
    series = {"quantity": units.filter(sold), "date": body[str(heads.date)].gather(line)}
    places, columns = {0: Places(column, lines)}, {1: heads.date}
    names = ["cells below the headings", heads.header[heads.date] or "Date"]
    for field, labels in heads.labels.items():
        number = len(series)
        series[field] = column.replace_strict(labels, return_dtype=pl.String).cast(CELLS)
        at = pl.repeat(heads.rows[field] + 1, len(column), dtype=pl.Int64, eager=True)
        places[number] = Places(column, at)
        names.append(heads.said[field])
    for field, place in _own(heads).items():
        if field not in heads.labels:
            columns[len(series)] = place
            series[field] = body[str(place)].gather(line)
            names.append(str(heads.header[place]))
    nothing = pl.DataFrame(schema=FINDINGS_SCHEMA)
    origin = Origin("across", lines, columns, nothing, places, zeros_are_usual=True)
    return origin, {str(number): cells for number, cells in enumerate(series.values())}, names


def _notes(sheet: Sheet, heads: Across) -> list[dict[str, object]]:
    """What a planner should know of how the sheet was read."""
    row = heads.row + 1
    found = [
        make_finding(sheet.name, heads.rows[field] + 1, heads.places[0], NAMES[field], text, code)
        for field, code in (("product", "column-per-product"), ("store", "column-per-store"))
        if field in heads.labels and (text := heads.labels[field][heads.places[0]])
    ]
    return found + [
        make_finding(sheet.name, row, place, text or "", text, "column-left")
        for place, text in heads.left.items()
    ]
