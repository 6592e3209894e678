"""Suggests columns for headers that are in no list of synonyms, only such whose values fit."""

from collections.abc import Sequence

import polars as pl

from foresail.columns import COLUMNS, header_key
from foresail.intake import heading_words as words
from foresail.intake.headings import RATES, has_words, is_measure, is_money, names_something_else
from foresail.intake.layouts.guessing import COLUMNS_MAX, REQUIRED, Columns, guess
from foresail.intake.layouts.wide_headings import looks_like_period

# Below this a likeness of headers is chance: `Rate` and `Date` have 75.
LIKENESS_MIN = 80
LETTERS_MIN = 4


def suggest(header: Sequence[str | None], below: pl.DataFrame, mapping: dict[str, int]) -> dict[str, int]:
    """Fields that are not mapped yet -> the position of their likeliest column.

    By the words of its heading, else by one that differs in a letter or two, else by its values, where
    only one column has such values.
    """
    columns = Columns(header, below)
    found = {field: place for field, place in guess(columns, mapping).mapping.items() if field not in mapping}
    for column in COLUMNS:
        if column.field not in {*mapping, *found}:
            alike = _most_alike(columns, column.field, {*mapping.values(), *found.values()})
            if alike is not None:
                found[column.field] = alike
    by_content = _by_content(columns, {**mapping, **found})
    # One column that looks like numbers says little; beside a known header, or all three, it says enough.
    return found | by_content if mapping or found or len(by_content) == len(REQUIRED) else found


def _most_alike(columns: Columns, field: str, taken: set[int]) -> int | None:
    """The column whose heading is a synonym but for a letter or two, where its values fit."""
    from rapidfuzz import fuzz, process

    names = next(
        [header_key(name) for name in (column.name, *column.synonyms)]
        for column in COLUMNS
        if column.field == field
    )
    best: tuple[float, int] | None = None
    for place, cell in enumerate(columns.header[:COLUMNS_MAX]):
        key = header_key(cell or "")
        if (
            place in taken
            or len(key) < LETTERS_MIN
            or looks_like_period(cell or "")
            or _says_another(cell or "", field)
        ):
            continue
        match = process.extractOne(key, names, scorer=fuzz.ratio, score_cutoff=LIKENESS_MIN)
        if match and (best is None or match[1] > best[0]) and _fits(columns, field, place):
            best = match[1], place
    return best[1] if best else None


def _fits(columns: Columns, field: str, place: int) -> bool:
    if field in REQUIRED:
        return columns.fits(field, place)
    return columns.profile(place).is_numbers if field == "unit_price" else True


def _says_another(heading: str, field: str) -> bool:
    """Whether the words of a heading name another of the required fields."""
    return any(rate(heading).score for name, rate in RATES.items() if name != field)


def _by_content(columns: Columns, known: dict[str, int]) -> dict[str, int]:
    """The required fields that only one column's values can be, of those whose heading says nothing else."""
    free = [
        place
        for place, cell in enumerate(columns.header[:COLUMNS_MAX])
        if cell and place not in known.values() and not looks_like_period(cell) and not is_money(cell)
    ]
    found: dict[str, int] = {}
    for field in ("date", "quantity", "product"):
        if field in known:
            continue
        able = [place for place in free if place not in found.values() and _holds(columns, field, place)]
        if len(able) == 1:
            found[field] = able[0]
    return found


def _holds(columns: Columns, field: str, place: int) -> bool:
    """Whether the values are so, and the heading does not say that they are something else."""
    heading, profile = str(columns.header[place]), columns.profile(place)
    if not columns.fits(field, place) or _says_another(heading, field):
        return False
    if field == "quantity":
        return profile.is_whole and not is_measure(heading) and not _is_identifier(heading)
    if field == "product":
        return profile.is_label and not names_something_else(heading)
    return True


def _is_identifier(heading: str) -> bool:
    return has_words(heading, words.CODES | words.NOT_A_PRODUCT | words.NOT_SOLD, words.CODES_INSIDE)
