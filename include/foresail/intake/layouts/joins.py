"""Joins the lines of a workbook with its other sheets: the orders and the products that they are of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from foresail.columns import BY_FIELD, FIELD_OF, PRODUCT_DETAILS, column_letter, header_key, map_header
from foresail.errors import UnmappedHeader
from foresail.intake.details import map_details
from foresail.intake.headings import NAME_OF_SOMETHING, rate_date, rate_product, rate_quantity
from foresail.intake.layouts.asking import JOIN, describe_headers
from foresail.intake.layouts.columns import Profile
from foresail.intake.layouts.packs import is_case, is_factor
from foresail.intake.layouts.unit_columns import HEADINGS as UNIT_HEADINGS
from foresail.intake.layouts.wide_labels import SURE_UNITS
from foresail.intake.rules import FINDINGS_SCHEMA
from foresail.intake.sheets import Origin, Table, count_header_rows, make_finding
from foresail.workbooks.plain_texts import CELLS
from foresail.workbooks.reading import Sheet

# Below this share of matching keys two sheets have nothing to do with each other.
SHARE_MIN = 0.5
# A heading of this score names a product; one below may be of its code.
NAMED = 86
BARE_KEYS = frozenset(("id", "code", "no", "nr", "key", "number", "ref"))
FACTOR = "factor"
WITH_ORDERS = ("store", "customer", "channel")
WITH_PRODUCTS = ("producer", *PRODUCT_DETAILS)
"""What is taken along from orders and from products, where they have it."""


@dataclass(frozen=True)
class Header:
    """A sheet with the row of its header, from 0."""

    sheet: Sheet
    row: int
    cells: tuple[str | None, ...]

    def profile(self, place: int) -> Profile:
        """What the values of a column look like."""
        return Profile.of(self.sheet.cells[str(place)].slice(self.row + 1))

    def body(self, place: int) -> pl.Series:
        """The cells of a column below the header, without spaces around them."""
        texts = self.sheet.cells[str(place)].slice(self.row + 1).cast(pl.String).str.strip_chars()
        return texts.set(texts == "", None)


@dataclass(frozen=True)
class Join:
    """One sheet's columns at the lines of another: its key in each, the share of lines that it matches.

    Places count from 0. `provides` are fields, or FACTOR, by the columns of the other sheet.
    """

    lines: Header
    other: Header
    key: int
    other_key: int
    share: float
    provides: Mapping[str, int]

    def label(self, name: str) -> str:
        """What a joined column is called, and what a person says to have it: Name from Products by SKU."""
        heading = self.other.cells[self.provides[name]]
        return f"{heading} from {self.other.sheet.name} by {self.lines.cells[self.key]}"[:250]


@dataclass(frozen=True)
class Prepared:
    """A sheet as it is to be read: with the columns of others, and what these are, as given."""

    sheet: Sheet
    columns: Mapping[str, str]
    header: Header | None = None
    added: Mapping[int, int] = field(default_factory=dict)
    notes: Sequence[dict[str, object]] = ()
    unmatched: pl.Series | None = None
    used: frozenset[str] = frozenset()

    def mind(self, table: Table) -> Table:
        """The table with the cells of joined columns told as those of their keys; unmatched rows left out."""
        if self.header is None or table.header_row != self.header.row:
            return table
        body = self.sheet.cells.height - table.header_row - 1
        rows = pl.int_range(table.header_row + 2, table.header_row + 2 + body, eager=True)
        origin = table.origin or Origin("long", rows, {}, pl.DataFrame(schema=FINDINGS_SCHEMA))
        origin = replace(origin, columns={**self.added, **origin.columns})
        left = table.left if table.left is not None else self.unmatched
        if table.left is not None and self.unmatched is not None:
            left = table.left | self.unmatched
        told = pl.col("cell")
        for place, key in self.added.items():
            told = told.str.replace(f"^{column_letter(place)}([0-9]+)$", f"{column_letter(key)}${{1}}")
        notes = pl.concat([table.notes.with_columns(told), pl.DataFrame(self.notes, schema=FINDINGS_SCHEMA)])
        return replace(table, origin=origin, left=left, notes=notes, asked_as=self.header.cells)


def join_sheets(sheets: Sequence[Sheet], given: Mapping[str, str]) -> list[Prepared]:
    """The sheets, those of lines with what they lack and another has; those that were joined say so.

    Raises UnmappedHeader where keys do not all match exactly one row of the other sheet: it is asked first.
    """
    headers = [header for sheet in sheets if (header := _find_header(sheet))]
    if len(headers) < 2:
        return [Prepared(sheet, given) for sheet in sheets]
    prepared = {id(header.sheet): _prepare(header, headers, given) for header in headers}
    return [prepared.get(id(sheet)) or Prepared(sheet, given) for sheet in sheets]


def _find_header(sheet: Sheet) -> Header | None:
    """The first row that has most of the headings that any row has; None where no row has two."""
    head = sheet.cells.head(min(count_header_rows(sheet), 20)).cast(pl.String)
    rows = [tuple((cell or "").strip() or None for cell in cells) for cells in head.iter_rows()]
    most = max((sum(map(bool, cells)) for cells in rows), default=0)
    found = (row for row, cells in enumerate(rows) if 2 <= sum(map(bool, cells)) >= 0.6 * most)
    row = next(found, None)
    return None if row is None or row + 1 >= sheet.cells.height else Header(sheet, row, rows[row])


def _prepare(lines: Header, headers: Sequence[Header], given: Mapping[str, str]) -> Prepared:
    """A sheet with the joins that it needs; as it is where it needs none."""
    own = map_header(lines.cells)
    own |= map_details(lines.cells, own)
    needs = set(_find_needs(lines, own))
    joins: list[Join] = []
    for other in headers:
        if other.sheet is lines.sheet or not needs:
            continue
        found = _find_join(lines, other, needs, own)
        if found and (kept := _choose(found, own, given)):
            joins.append(kept)
            needs -= set(kept.provides)
    if not joins or "date" in needs or (own.get("product") is None and "product" in needs):
        return Prepared(lines.sheet, given)
    return _add(lines, joins, given)


def _find_needs(lines: Header, own: Mapping[str, int]) -> Iterator[str]:
    """What lines of sales lack that another sheet may have; nothing for a sheet that has no quantity."""
    heads = [cell for cell in lines.cells if cell]
    units = [cell for cell in heads if rate_quantity(cell).score >= SURE_UNITS or is_case(cell)]
    if "quantity" not in own and not units:
        return
    if "date" not in own and not any(rate_date(cell).score for cell in heads):
        yield "date"
        yield from (name for name in WITH_ORDERS if name not in own)
    rated = [
        (rate_product(cell).score, -place)
        for place, cell in enumerate(lines.cells)
        if cell and not is_factor(cell)
    ]
    score, place = max(rated, default=(0, 0))
    if score < NAME_OF_SOMETHING or (score <= NAMED and _holds_codes(lines.profile(-place))):
        yield "product"
        yield from (name for name in WITH_PRODUCTS if name not in own)
    says_cases = any(is_case(cell) or header_key(cell) in UNIT_HEADINGS for cell in heads)
    if says_cases and not any(map(is_factor, heads)):
        yield FACTOR


def _holds_codes(profile: Profile) -> bool:
    return profile.is_code and bool(profile.texts.str.contains(r"\d").all())


def _find_join(lines: Header, other: Header, needs: set[str], own: Mapping[str, int]) -> Join | None:
    """How another sheet can give what lines need; None where no key of it matches half of them."""
    best: Join | None = None
    for key, other_key in _find_keys(lines, other):
        provides = dict(_find_provided(other, other_key, needs))
        if not (provides.keys() & {"date", "product", FACTOR}):
            continue
        if "product" in provides and "date" not in provides and key not in _products(lines, own):
            del provides["product"]
        texts = lines.body(key)
        known = texts.drop_nulls()
        keys = other.body(other_key)
        told = keys.drop_nulls()
        if known.is_empty() or told.n_unique() < len(told):
            continue
        share = float(known.is_in(told.implode()).mean() or 0.0)  # type: ignore[arg-type]
        if provides and share >= SHARE_MIN and (best is None or share > best.share):
            best = Join(lines, other, key, other_key, share, provides)
    return best


def _products(lines: Header, own: Mapping[str, int]) -> set[int]:
    """The columns of lines that name a product, or its code."""
    rated = {place for place, cell in enumerate(lines.cells) if cell and rate_product(cell).score}
    return rated | {own["product"]} if "product" in own else rated


def _find_keys(lines: Header, other: Header) -> Iterator[tuple[int, int]]:
    """Pairs of columns that may hold the same keys: of one heading, or where the other's only says that."""
    others = [(place, header_key(cell)) for place, cell in enumerate(other.cells) if cell]
    for place, cell in enumerate(lines.cells):
        if not cell:
            continue
        key = header_key(cell)
        yield from ((place, at) for at, told in others if told == key or told in BARE_KEYS)


def _find_provided(other: Header, key: int, needs: set[str]) -> Iterator[tuple[str, int]]:
    """The columns of another sheet that hold what lines need."""
    own = map_header(other.cells)
    own |= map_details(other.cells, own)
    own = {name: place for name, place in own.items() if place != key}
    free = [(place, cell) for place, cell in enumerate(other.cells) if cell and place != key]
    if "date" in needs:
        dated = [place for place, cell in free if place == own.get("date") or rate_date(cell).score]
        dated = [place for place in dated if other.profile(place).is_dates]
        if dated:
            yield "date", own.get("date") if own.get("date") in dated else dated[0]  # type: ignore[misc]
            yield from ((name, own[name]) for name in WITH_ORDERS if name in needs and name in own)
    if "product" in needs:
        rated = [(rate_product(cell).score, -place) for place, cell in free if not is_factor(cell)]
        score, place = max(rated, default=(0, 0))
        if score >= NAME_OF_SOMETHING and not _holds_codes(other.profile(-place)):
            yield "product", -place
            yield from ((name, own[name]) for name in WITH_PRODUCTS if name in needs and name in own)
    factors = [place for place, cell in free if is_factor(cell)]
    if factors and (FACTOR in needs or "product" in needs):
        yield FACTOR, factors[0]


def _choose(join: Join, own: Mapping[str, int], given: Mapping[str, str]) -> Join | None:
    """The join as it is to be made: without what a person gave otherwise; None where nothing is left.

    Raises UnmappedHeader where not every key matches, and nobody has said that it is to be joined so.
    """
    said = {FIELD_OF[name]: text for name, text in given.items()}
    agreed = [
        name for name in join.provides if said.get(name) == (join.label(name) if name != FACTOR else None)
    ]
    provides = {name: place for name, place in join.provides.items() if name not in said or name in agreed}
    if not provides:
        return None
    join = replace(join, provides=provides)
    if join.share == 1 or agreed:
        return join
    name = next(name for name in ("date", "product", FACTOR) if name in provides)
    if name == FACTOR:
        return join  # rows without a factor are told by themselves
    lines, heading = join.lines, str(join.lines.cells[join.key])
    readings = [join.label(name)]
    if name == "product" and name in own:
        readings.append(str(lines.cells[own[name]]))
    raise UnmappedHeader(
        f"Sheet {lines.sheet.name!r} has no {BY_FIELD[name].name.lower()} of its own; sheet "
        f"{join.other.sheet.name!r} has it by {heading[:40]!r}, for {100 * join.share:.1f} % of the rows.",
        f"Send {BY_FIELD[name].name} in columns as " + " or as ".join(map(repr, readings)) + "; or complete "
        f"sheet {join.other.sheet.name!r}.",
        describe_headers(
            lines.sheet, lines.row, lines.cells, {}, {}, [BY_FIELD[name].name], readings, asks=JOIN
        ),
    )


def _add(lines: Header, joins: Sequence[Join], given: Mapping[str, str]) -> Prepared:
    """The lines with the columns of their joins, and what to say of them."""
    sheet, row = lines.sheet, lines.row
    cells, columns, added = sheet.cells, dict(given), {}
    notes: list[dict[str, object]] = []
    unmatched = pl.repeat(False, cells.height - row - 1, eager=True)
    for join in joins:
        keys = lines.body(join.key)
        told = join.other.body(join.other_key)
        misses = keys.is_not_null() & ~keys.is_in(told.drop_nulls().implode())
        if {"date", "product"} & join.provides.keys():
            unmatched = unmatched | misses
            notes += _tell_misses(lines, join.key, keys, misses)
        for name, place in join.provides.items():
            label = join.label(name)
            frame = pl.DataFrame({"key": told, "value": join.other.body(place)}).drop_nulls("key")
            texts = pl.DataFrame({"key": keys}).join(frame, on="key", how="left", maintain_order="left")[
                "value"
            ]
            above = pl.Series([*[None] * row, label], dtype=pl.String)
            added[cells.width] = join.key
            cells = cells.with_columns(
                pl.concat([above, texts.rename("")]).cast(CELLS).alias(str(cells.width))
            )
            columns |= {} if name == FACTOR else {BY_FIELD[name].name: label}
            text = f"{label} ({100 * join.share:.1f} % of the rows)"
            notes.append(make_finding(sheet.name, row + 1, join.key, label, text, "sheets-joined"))
    used = frozenset(join.other.sheet.name for join in joins)
    return Prepared(replace(sheet, cells=cells), columns, lines, added, notes, unmatched, used)


def _tell_misses(lines: Header, key: int, keys: pl.Series, misses: pl.Series) -> Iterator[dict[str, object]]:
    heading = str(lines.cells[key])
    for at in misses.arg_true():
        yield make_finding(
            lines.sheet.name, lines.row + 2 + int(at), key, heading, keys[at], "key-without-match"
        )
