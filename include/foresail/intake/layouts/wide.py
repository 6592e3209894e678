"""Reads a sheet with a column for each day, week, month or quarter, and turns its cells into lines."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foresail.columns import FIELD_OF, map_header
from foresail.intake.headings import rate_product
from foresail.intake.layouts.columns import Profile
from foresail.intake.layouts.wide_headings import Heads, find_heads
from foresail.intake.rules import FINDINGS_SCHEMA, Places
from foresail.intake.sheets import Origin, Table, fill_merged, make_finding
from foresail.intake.totals import TOTAL, TOTAL_BEGINS
from foresail.workbooks.plain_texts import CELLS
from foresail.workbooks.reading import Sheet

# What a sheet has in a cell of nothing sold.
NOTHING = r"^\s*(?:[-–—.]|n/?a|null|none)?\s*$"
LABELS = ("product", "store", "producer", "unit_price")


def find_wide(sheet: Sheet, given: Mapping[str, str], date_order: str | None) -> Table | None:
    """The lines of a sheet with a column a period; None where it has none.

    Raises UnmappedHeader where it does not tell which of its measures are the units sold, or which year it is.
    """
    heads = find_heads(sheet, given, date_order)
    if heads is None:
        return None
    body = sheet.cells.slice(heads.body_row)
    labels = _map_labels(heads, body, given)
    if "product" not in labels:
        return None
    filled, count, findings = fill_merged(Table(sheet, heads.body_row - 1, heads.header, labels | {"quantity": -1}))
    body = filled.slice(heads.body_row)
    return _unpivot(sheet, heads, labels, body, count, findings)


def _map_labels(heads: Heads, body: pl.DataFrame, given: Mapping[str, str]) -> dict[str, int]:
    """The columns that say what each row is of: product and, where there are, store, producer and price."""
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


def _unpivot(
    sheet: Sheet,
    heads: Heads,
    labels: dict[str, int],
    body: pl.DataFrame,
    filled: int,
    findings: pl.DataFrame,
) -> Table:
    """A line for each filled cell below a period, in the order of the columns."""
    places = list(labels.values())
    kept, totals, blank = _part_rows(body, heads)
    rows = pl.int_range(heads.body_row + 1, heads.body_row + 1 + body.height, eager=True).filter(kept)
    body = body.filter(kept)
    cells = pl.concat([body[str(column.place)].alias("cell") for column in heads.periods])
    number = pl.Series(range(len(heads.periods)), dtype=pl.UInt32).repeat_by(body.height).explode()
    sold = cells.is_not_null() & ~_is_nothing(cells)
    line = pl.concat([pl.int_range(body.height, dtype=pl.UInt32, eager=True)] * len(heads.periods)).filter(sold)
    number = number.filter(sold)
    width = sheet.cells.width
    frame = {str(place): body[str(place)].gather(line) for place in places}
    frame[str(width)] = pl.Series([column.day.isoformat() for column in heads.periods]).cast(CELLS).gather(number)
    frame[str(width + 1)] = cells.filter(sold)
    header = {place: heads.header[place] for place in places}
    header |= {width: heads.name, width + 1: f"cells below {heads.name}"}
    mapping = labels | {"date": width, "quantity": width + 1}
    columns = pl.Series([column.place for column in heads.periods], dtype=pl.Int64).gather(number)
    lines = rows.gather(line)
    at = {
        width: Places(columns, pl.repeat(heads.row + 1, len(columns), dtype=pl.Int64, eager=True)),
        width + 1: Places(columns, lines),
    }
    if any(column.store for column in heads.periods) and "store" not in labels:
        frame[str(width + 2)] = pl.Series([column.store for column in heads.periods]).cast(CELLS).gather(number)
        header[width + 2], mapping["store"] = "heading above", width + 2
        at[width + 2] = Places(columns, pl.repeat(heads.store_row + 1, len(columns), dtype=pl.Int64, eager=True))
    notes = pl.concat([findings, _notes(sheet, heads, labels, totals)])
    origin = Origin(
        "wide", lines, {}, notes, at, heads.kind, blank, totals.height, filled, zeros_are_usual=True
    )
    ignored = [text for place, text in enumerate(heads.header) if text and _is_ignored(heads, labels, place)]
    return _numbered(sheet, frame, header, mapping, origin, ignored)


def _is_ignored(heads: Heads, labels: dict[str, int], place: int) -> bool:
    return place not in labels.values() and all(column.place != place for column in heads.periods)


def _numbered(
    sheet: Sheet,
    frame: dict[str, pl.Series],
    header: Mapping[int, str | None],
    mapping: dict[str, int],
    origin: Origin,
    ignored: list[str],
) -> Table:
    """The table with its columns numbered without gaps; headers that serve nothing come last."""
    order = {int(name): number for number, name in enumerate(frame)}
    cells = pl.DataFrame({str(order[int(name)]): column for name, column in frame.items()})
    positions = {number: place for place, number in order.items()}
    numeric = frozenset({order[mapping["quantity"]]}) if sheet.numeric else frozenset()
    made = replace(origin, columns=positions, places={order[place]: at for place, at in origin.places.items()})
    return Table(
        replace(sheet, cells=cells, merged=(), is_delimited=False, numeric=numeric),
        -1,
        (*(header[place] for place in order), *ignored),
        {field: order[place] for field, place in mapping.items()},
        made,
        origin.notes,
    )


def _part_rows(body: pl.DataFrame, heads: Heads) -> tuple[pl.Series, pl.DataFrame, int]:
    """Which rows are of a product; the rows of totals, with the cell that says so; how many are blank."""
    is_blank = body.select(pl.all_horizontal(pl.all().is_null())).to_series()
    repeats = body.select(
        pl.all_horizontal(
            pl.col(str(column.place)).cast(pl.String) == heads.texts[column.place] for column in heads.periods[:2]
        )
    ).to_series().fill_null(False)
    first = heads.periods[0].place
    labels = body.select(str(place) for place in range(first)).cast(pl.String) if first else pl.DataFrame()
    told = pl.DataFrame({"row": [], "place": []}, schema={"row": pl.Int64, "place": pl.Int64})
    is_total = pl.repeat(False, body.height, eager=True)
    for name in labels.columns:
        text = labels[name].str.strip_chars()
        says = (text.str.contains(TOTAL) | text.str.contains(TOTAL_BEGINS)).fill_null(False) & ~is_total
        found = pl.DataFrame({"row": says.arg_true().cast(pl.Int64) + heads.body_row + 1})
        told = pl.concat([told, found.with_columns(place=pl.lit(int(name), pl.Int64))])
        is_total |= says
    left = is_blank | repeats | is_total
    return ~left, told, int((is_blank | repeats).sum())


def _is_nothing(cells: pl.Series) -> pl.Series:
    """Which cells say in words or by a dash that nothing was sold; each text is looked at once."""
    texts = cells.drop_nulls().unique()
    nothing = texts.filter(texts.cast(pl.String).str.contains(f"(?i){NOTHING}"))
    if nothing.is_empty():
        return pl.repeat(False, len(cells), eager=True)
    return cells.is_in(nothing.implode()).fill_null(False)


def _notes(sheet: Sheet, heads: Heads, labels: dict[str, int], totals: pl.DataFrame) -> pl.DataFrame:
    """What a planner should know of how the sheet was read."""
    first = heads.periods[0]
    name, row = sheet.name, heads.row + 1
    found = [make_finding(name, row, first.place, "Date", heads.texts[first.place], "column-per-period")]
    if heads.year_at is not None:
        year_row, place, text = heads.year_at
        found.append(make_finding(name, year_row + 1, place, "Date", text, "year-taken"))
    found += [
        make_finding(name, row, place, text or "", text, "column-left") for place, text in heads.left.items()
    ]
    product = heads.header[labels["product"]] or ""
    if "product" not in map_header([product]):
        found.append(make_finding(name, row, labels["product"], product, product, "heading-understood"))
    for number, place in totals.sort("row").iter_rows():
        text = sheet.cells[number - 1, str(place)]
        found.append(make_finding(name, number, place, heads.header[place] or "", text, "totals-row"))
    return pl.DataFrame(found, schema=FINDINGS_SCHEMA)
