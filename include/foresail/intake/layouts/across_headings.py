"""Finds the headings of a sheet with dates down and a column for each product or store; asks where unsure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from foresail.columns import column_letter, map_header
from foresail.errors import UnmappedHeader
from foresail.intake import heading_words as words
from foresail.intake.headings import (
    has_words,
    is_measure,
    rate_date,
    rate_product,
    rate_quantity,
)
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.layouts.columns import Profile
from foresail.intake.layouts.guessing import Columns
from foresail.intake.layouts.single import GENERIC
from foresail.intake.layouts.wide_labels import SURE_UNITS
from foresail.intake.sheets import count_header_rows
from foresail.intake.totals import TOTAL, TOTAL_HEADING
from foresail.workbooks.reading import Sheet

EACH, UPPER, LOWER = "Each heading", "Each heading above", "Each heading below"
"""What a person may say is the product, or the store."""
EACH_BUT = "Each heading but "
COLUMNS_MIN, ROWS_TRIED, LEADING = 2, 10, 6


@dataclass(frozen=True)
class Across:
    """The headings: the row of the lowest (from 0), the column of dates and those of the things.

    `products` and `stores` are what each column is of, by place, and `rows` the row of either; `left` are the
    columns that are none.
    """

    row: int
    header: tuple[str | None, ...]
    date: int
    places: list[int]
    labels: dict[str, dict[int, str]]
    rows: dict[str, int] = field(default_factory=dict)
    left: dict[int, str | None] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


def find_headings(sheet: Sheet, given: Mapping[str, str]) -> Across | None:
    """The headings of the first row that is one; raises UnmappedHeader where they may be several things."""
    if any(not text.startswith(EACH) for name, text in given.items() if name != "Date"):
        return None
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    rows = [tuple((cell or "").strip() or None for cell in cells) for cells in head.iter_rows()]
    tried = [row for row, cells in enumerate(rows) if sum(map(bool, cells)) > COLUMNS_MIN][:ROWS_TRIED]
    for row in tried:
        found = _read(sheet, rows, row, given)
        if found is not None:
            return found
    return None


def _read(
    sheet: Sheet, rows: Sequence[tuple[str | None, ...]], row: int, given: Mapping[str, str]
) -> Across | None:
    header = rows[row]
    columns = Columns(header, sheet.cells.slice(row + 1))
    date = _find_date(columns)
    if date is None:
        return None
    filled = [place for place in range(len(header)) if len(columns.profile(place).texts)]
    own = map_header(header)
    store = own.get("store")
    numbers = [place for place in filled if header[place] and columns.profile(place).is_sold]
    numbers = [place for place in numbers if place not in (date, store, own.get("product"))]
    others = {*filled} - {*numbers, date, store, own.get("product")}
    if len(numbers) < COLUMNS_MIN or not all(_says_when(header[place]) for place in others):
        return None
    if _holds_data(header, numbers):
        return None
    left: dict[int, str | None] = {place: header[place] for place in others}
    left |= {place: header[place] for place in numbers if _adds_up(header[place])}
    kept = [place for place in numbers if place not in left]
    if len(kept) < COLUMNS_MIN:
        return None
    found = Across(row, header, date, kept, {}, left=left)
    return _name(sheet, found, _above(rows, row, kept), given)


def _find_date(columns: Columns) -> int | None:
    """The first column of dates, among the first few and left of all numbers."""
    for place in range(min(len(columns.header), LEADING)):
        profile = columns.profile(place)
        if not len(profile.texts):
            continue
        if _holds_dates(profile):
            return place
        if profile.is_numbers:
            return None
    return None


def _holds_dates(profile: Profile) -> bool:
    """Whether a column holds dates, and what says total below them."""
    return Profile(profile.texts.filter(~profile.texts.str.contains(TOTAL)), 1.0).is_dates


def _says_when(heading: str | None) -> bool:
    """Whether a column of texts says of which day of the week its row is, or the like."""
    return heading is None or rate_date(heading).score > 0 or has_words(heading, words.BESIDE)


def _adds_up(heading: str | None) -> bool:
    return bool(re.match(TOTAL_HEADING, heading or ""))


def _holds_data(header: tuple[str | None, ...], numbers: Sequence[int]) -> bool:
    """Whether most of what would be headings are plain numbers of few digits: units, and no codes."""
    short = sum(bool(re.match(r"^[-+]?[0-9]{1,3}(?:[.,][0-9]+)?$", header[place] or "")) for place in numbers)
    return 2 * short > len(numbers)


def _above(rows: Sequence[tuple[str | None, ...]], row: int, kept: Sequence[int]) -> dict[int, str]:
    """The headings above, each over the empty cells behind it; none where there are not several."""
    if not row or not kept:
        return {}
    spread: dict[int, str] = {}
    last: str | None = None
    for place in range(min(kept), max(kept) + 1):
        last = rows[row - 1][place] or last
        if last and place in kept:
            spread[place] = last
    return spread if len(spread) == len(kept) and len({*spread.values()}) > 1 else {}


def _name(sheet: Sheet, found: Across, above: dict[int, str], given: Mapping[str, str]) -> Across | None:
    """What the headings are: products or stores, or both where they stand in two rows."""
    lower = {place: str(found.header[place]) for place in found.places}
    if above:
        for names, other in ((lower, above), (above, lower)):
            if all(map(is_measure, names.values())):
                return _of_units(sheet, found, names, other, given)
        if len({*lower.values()}) < len(lower):
            return _cross(sheet, found, above, lower, given)
    if len({*lower.values()}) < len(lower):
        return None
    return _of_one_row(sheet, found, lower, given)


def _of_units(
    sheet: Sheet, found: Across, names: dict[int, str], things: dict[int, str], given: Mapping[str, str]
) -> Across | None:
    """The columns of the units sold, where one row of headings names measures."""
    rated = sorted({(rate_quantity(text).score, text) for text in names.values()}, reverse=True)
    if rated[0][0] < SURE_UNITS or (len(rated) > 1 and rated[1][0] == rated[0][0]):
        return None
    kept = [place for place in found.places if names[place] == rated[0][1]]
    left = found.left | {place: names[place] for place in found.places if place not in kept}
    row = found.row if things == {place: found.header[place] for place in things} else found.row - 1
    narrowed = Across(found.row, found.header, found.date, kept, {}, left=left)
    things = {place: things[place] for place in kept}
    if len({*things.values()}) < len(things):
        return None
    return _of_one_row(sheet, narrowed, things, given, row)


def _of_one_row(
    sheet: Sheet, found: Across, names: dict[int, str], given: Mapping[str, str], row: int | None = None
) -> Across | None:
    row = found.row if row is None else row
    own = map_header(found.header)
    said_store, said = given.get("Store Location"), given.get("Product Name")
    has_product = "product" in own and not any(map(is_measure, names.values()))
    are_stores = _are_all_stores(names) or has_product
    if said_store or (are_stores and not said):
        return _as_stores(sheet, found, names, row)
    odd = [text for text in names.values() if _may_be_else(text)]
    if "product" in own and not said:
        return None
    if said is None and len(odd) == len(names):
        return None
    if said is None and odd:
        raise _ask(
            sheet, found, "it is not clear which of them are products", [EACH_BUT + ", ".join(odd), EACH]
        )
    if said and said.startswith(EACH_BUT):
        left: dict[int, str | None] = {place: text for place, text in names.items() if _may_be_else(text)}
        names = {place: text for place, text in names.items() if place not in left}
        if not names:
            return None
        found = Across(found.row, found.header, found.date, list(names), {}, left=found.left | left)
    labels, rows = {"product": names}, {"product": row}
    return _with(found, labels, rows, {"product": said or EACH})


def _as_stores(sheet: Sheet, found: Across, names: dict[int, str], row: int) -> Across:
    """The headings as stores of the one product that the sheet is named for, or that a title names."""
    if "product" in map_header(found.header):
        return _with(found, {"store": names}, {"store": row}, {"store": EACH})
    if re.match(GENERIC, sheet.name) or has_words(sheet.name, words.STORES):
        raise UnmappedHeader(
            f"Sheet {sheet.name!r} has a column for each store, and nothing says of which product.",
            "Give the sheet the name of the product, or write it above the table as Product: Tea.",
            describe_headers(sheet, found.row, found.header, {}, {}, ["Product Name"], asks="product"),
        )
    one = dict.fromkeys(names, sheet.name)
    return _with(
        found,
        {"product": one, "store": names},
        {"product": row, "store": row},
        {"product": sheet.name, "store": EACH},
    )


def _cross(
    sheet: Sheet, found: Across, above: dict[int, str], lower: dict[int, str], given: Mapping[str, str]
) -> Across | None:
    """Products and stores in two rows of headings: by their words, those in the corner, or as it is said."""
    pairs = [(above[place], lower[place]) for place in found.places]
    if len(set(pairs)) < len(pairs):
        return None
    said = given.get("Product Name")
    is_lower = said == LOWER if said else _is_product_below(sheet, found, above, lower)
    if is_lower is None:
        raise _ask(
            sheet, found, "it is not clear which of the two rows of headings has the products", [LOWER, UPPER]
        )
    product, store = (lower, above) if is_lower else (above, lower)
    at = {"product": found.row - (not is_lower), "store": found.row - is_lower}
    words = (LOWER, UPPER) if is_lower else (UPPER, LOWER)
    return _with(
        found, {"product": product, "store": store}, at, dict(zip(("product", "store"), words, strict=True))
    )


def _is_product_below(
    sheet: Sheet, found: Across, above: dict[int, str], lower: dict[int, str]
) -> bool | None:
    """Whether the lower row has the products, by words of stores or products; None without."""
    corner = [cell for cell in sheet.cells.row(found.row - 1)[: found.places[0]] if cell]
    if any(has_words(text, words.STORES) for text in corner) or _are_all_stores(above):
        return True
    if any(rate_product(text).score for text in corner) or _are_all_stores(lower):
        return False
    return None


def _are_all_stores(names: Mapping[int, str]) -> bool:
    return all(has_words(text, words.STORES) for text in names.values())


def _with(
    found: Across, labels: dict[str, dict[int, str]], rows: dict[str, int], said: dict[str, str]
) -> Across:
    return Across(found.row, found.header, found.date, found.places, labels, rows, found.left, said)


def _may_be_else(text: str) -> bool:
    """Whether a heading may be of a measure, or of something that is not sold."""
    is_else = has_words(text, words.NOT_A_PRODUCT | words.BESIDE, words.NOT_A_PRODUCT_INSIDE)
    return is_else or is_measure(text)


def _ask(sheet: Sheet, found: Across, why: str, readings: Sequence[str]) -> UnmappedHeader:
    """The question what the headings are."""
    shown = ", ".join(str(found.header[place])[:30] for place in found.places[:8])
    letters = f"{column_letter(found.places[0])} to {column_letter(found.places[-1])}"
    return UnmappedHeader(
        f"Sheet {sheet.name!r} has dates below each other and numbers in columns {letters} ({shown}), "
        f"and {why}.",
        "Send it in columns, as Product Name: " + ", or ".join(repr(text) for text in readings) + ".",
        describe_headers(sheet, found.row, found.header, {}, {}, ["Product Name"], readings),
    )
