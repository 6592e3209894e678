"""Reads a sheet with a column for each day, week, month or quarter, and turns its cells into lines."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from foresail.columns import FIELD_OF, PRODUCT_DETAILS, map_header
from foresail.errors import UnmappedHeader
from foresail.intake.details import map_details
from foresail.intake.headings import rate_product
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.layouts.columns import Profile
from foresail.intake.layouts.wide_headings import find_heads
from foresail.intake.layouts.wide_labels import Heads
from foresail.intake.layouts.wide_measures import Measures, find_measures
from foresail.intake.layouts.wide_rows import Parted, fill_labels, is_nothing, part_rows
from foresail.intake.rules import FINDINGS_SCHEMA, Places
from foresail.intake.sheets import Origin, Table, fill_merged, make_finding
from foresail.workbooks.plain_texts import CELLS
from foresail.workbooks.reading import Sheet

LABELS = ("product", "store", "producer", "unit_price", *PRODUCT_DETAILS)


def find_wide(sheet: Sheet, given: Mapping[str, str], date_order: str | None) -> Table | None:
    """The lines of a sheet with a column a period; None where it has none.

    Raises UnmappedHeader where it does not tell which measure is the units sold, or which year it is.
    """
    heads = find_heads(sheet, given, date_order)
    if heads is None:
        return None
    body = sheet.cells.slice(heads.body_row)
    labels = _map_labels(heads, body, given)
    if "product" not in labels:
        return None
    labels |= _map_details(heads, labels)
    filled, count, findings = fill_merged(
        Table(sheet, heads.body_row - 1, heads.header, labels | {"quantity": -1})
    )
    body = filled.slice(heads.body_row)
    measures = find_measures(sheet, heads, labels, body, given)
    return _unpivot(sheet, heads, labels, body, (count, findings), measures)


def ask_product(sheet: Sheet, given: Mapping[str, str], date_order: str | None) -> UnmappedHeader | None:
    """The question which column names the products of a sheet with a column a period; else None."""
    heads = find_heads(sheet, given, date_order)
    if heads is None or "product" in _map_labels(heads, sheet.cells.slice(heads.body_row), given):
        return None
    return UnmappedHeader(
        f"Sheet {sheet.name!r} has a column for each period ({heads.name[:60]}), and it is not clear which "
        "column names the products.",
        "Send which in columns, as Product Name.",
        describe_headers(sheet, heads.row, heads.header, {}, {}, ["Product Name"]),
    )


def _map_labels(heads: Heads, body: pl.DataFrame, given: Mapping[str, str]) -> dict[str, int]:
    """The columns that say what each row is of: product and, where there are, store, producer and more."""
    taken = {column.place for column in heads.periods} | set(heads.left)
    header = tuple(None if place in taken else cell for place, cell in enumerate(heads.header))
    said = {name: text for name, text in given.items() if FIELD_OF[name] in LABELS}
    mapped = map_header(header, said) if said else map_header(header)
    labels = {field: place for field, place in mapped.items() if field in LABELS}
    if "product" in labels:
        return labels
    used = {*taken, *labels.values()}
    free = [place for place in range(heads.periods[0].place) if place not in used]
    free = [place for place in free if Profile.of(body[str(place)]).is_label]
    rated = [(rate_product(header[place] or "").score, -number, place) for number, place in enumerate(free)]
    if rated:
        labels["product"] = max(rated)[2]
    return labels


def _map_details(heads: Heads, labels: Mapping[str, int]) -> dict[str, int]:
    """The columns that say more of the products."""
    taken = {column.place for column in heads.periods} | set(heads.left)
    header = tuple(None if place in taken else cell for place, cell in enumerate(heads.header))
    found = map_details(header, labels)
    return {field: place for field, place in found.items() if field in PRODUCT_DETAILS}


def _unpivot(
    sheet: Sheet,
    heads: Heads,
    labels: dict[str, int],
    body: pl.DataFrame,
    merged: tuple[int, pl.DataFrame],
    measures: Measures | None,
) -> Table:
    """A line for each filled cell below a period, in the order of the columns."""
    filled, findings = merged
    parted = part_rows(body, heads, measures)
    body, count = fill_labels(body, labels, parted.named, measures.place if measures else 0)
    rows = pl.int_range(heads.body_row + 1, heads.body_row + 1 + body.height, dtype=pl.Int64, eager=True)
    rows, body = rows.filter(parted.kept), body.filter(parted.kept)
    units = pl.concat([body[str(column.place)].alias("cell") for column in heads.periods])
    sold = units.is_not_null() & ~is_nothing(units)
    number = _number_each(len(heads.periods), body.height).filter(sold)
    every = pl.int_range(body.height, dtype=pl.UInt32, eager=True)
    line = pl.concat([every] * len(heads.periods)).filter(sold)
    lines = rows.gather(line)
    built = {
        field: _Column(heads.header[place], body[str(place)].gather(line), place)
        for field, place in labels.items()
    }
    columns = pl.Series([column.place for column in heads.periods], dtype=pl.Int64).gather(number)
    built["quantity"] = _Column(f"cells below {heads.name}", units.filter(sold), None, Places(columns, lines))
    built |= _from_headings(heads, number, columns, has_store="store" in labels)
    origin = Origin(
        "wide",
        lines,
        {number: column.place for number, column in enumerate(built.values()) if column.place is not None},
        pl.concat([findings, _notes(sheet, heads, labels, parted)]),
        {number: column.at for number, column in enumerate(built.values()) if column.at is not None},
        heads.kind, parted.blank, parted.count, filled + count, zeros_are_usual=True,
    )  # fmt: skip
    return _to_table(sheet, heads, labels, built, origin)


@dataclass(frozen=True)
class _Column:
    """A column of the lines: its heading, its cells, and where they lie in the sheet."""

    heading: str | None
    cells: pl.Series
    place: int | None
    at: Places | None = None


def _from_headings(
    heads: Heads, number: pl.Series, columns: pl.Series, *, has_store: bool
) -> dict[str, _Column]:
    """What the headings say of each line: its day and, where they do, its store."""
    days = pl.Series([column.day.isoformat() for column in heads.periods]).cast(CELLS)
    at = Places(columns, _same(heads.row + 1, columns))
    found = {"date": _Column(heads.name, days.gather(number), None, at)}
    if not has_store and any(column.store for column in heads.periods):
        stores = pl.Series([column.store for column in heads.periods]).cast(CELLS)
        at = Places(columns, _same(heads.store_row + 1, columns))
        found["store"] = _Column("heading above", stores.gather(number), None, at)
    return found


def _same(row: int, columns: pl.Series) -> pl.Series:
    return pl.repeat(row, len(columns), dtype=pl.Int64, eager=True)


def _number_each(count: int, height: int) -> pl.Series:
    """0 for each of so many rows, then 1, and so on."""
    return pl.Series(range(count), dtype=pl.UInt32).repeat_by(height).explode()


def _to_table(
    sheet: Sheet, heads: Heads, labels: dict[str, int], built: Mapping[str, _Column], origin: Origin
) -> Table:
    """The lines as a table; headers that serve nothing come last."""
    cells = pl.DataFrame({str(number): column.cells for number, column in enumerate(built.values())})
    places = {field: number for number, field in enumerate(built)}
    numeric = frozenset({places["quantity"]}) if sheet.numeric else frozenset()
    ignored = [text for place, text in enumerate(heads.header) if text and _is_ignored(heads, labels, place)]
    return Table(
        replace(sheet, cells=cells, merged=(), is_delimited=False, numeric=numeric),
        -1,
        (*(column.heading for column in built.values()), *ignored),
        places,
        origin,
        origin.notes,
        asked_as=heads.header,
    )


def _is_ignored(heads: Heads, labels: dict[str, int], place: int) -> bool:
    return place not in labels.values() and all(column.place != place for column in heads.periods)


def _notes(sheet: Sheet, heads: Heads, labels: dict[str, int], parted: Parted) -> pl.DataFrame:
    """What a planner should know of how the sheet was read."""
    first = heads.periods[0]
    name, row = sheet.name, heads.row + 1
    found = [make_finding(name, row, first.place, "Date", heads.texts[first.place], "column-per-period")]
    if heads.year_at is not None and sheet.year is None:
        year_row, place, text = heads.year_at
        found.append(make_finding(name, year_row + 1, place, "Date", text, "year-taken"))
    found += [
        make_finding(name, row, place, text or "", text, "column-left") for place, text in heads.left.items()
    ]
    product = heads.header[labels["product"]] or ""
    if "product" not in map_header([product]):
        found.append(make_finding(name, row, labels["product"], product, product, "heading-understood"))
    for number, place, code in parted.totals.sort("row").iter_rows():
        text = sheet.cells[number - 1, str(place)]
        found.append(make_finding(name, number, place, heads.header[place] or "", text, code))
    return pl.DataFrame(found, schema=FINDINGS_SCHEMA)
