"""Suggests the columns of headers that are in no list of synonyms."""

from collections.abc import Callable, Sequence

import polars as pl

from foresail.columns import COLUMNS, header_key
from foresail.intake.dates import Hints, parse_dates
from foresail.intake.numbers import parse_numbers

# Below this a likeness of headers is chance: `Rate` and `Date` have 75.
LIKENESS_MIN = 80
# How much of a column must read as a date or a number before its content speaks for it.
SHARE_MIN = 0.8
SAMPLE_ROWS = 200


def suggest(header: Sequence[str | None], below: pl.DataFrame, mapping: dict[str, int]) -> dict[str, int]:
    """Fields that are not mapped yet -> the position of their likeliest column, by header, else content."""
    from rapidfuzz import fuzz, process

    free = {
        place: header_key(cell) for place, cell in enumerate(header) if cell and place not in mapping.values()
    }
    found: dict[str, int] = {}
    for column in COLUMNS:
        if column.field in mapping:
            continue
        names = [header_key(name) for name in (column.name, *column.synonyms)]
        likeness = {
            place: process.extractOne(key, names, scorer=fuzz.WRatio, score_cutoff=LIKENESS_MIN)
            for place, key in free.items()
            if len(key) > 2
        }
        best = (
            max((match[1], -place) for place, match in likeness.items() if match)
            if any(likeness.values())
            else None
        )
        if best:
            found[column.field] = -best[1]
            free.pop(-best[1])
    by_content = _by_content(below.head(SAMPLE_ROWS).cast(pl.String), list(free), {*mapping, *found})
    # One column that looks like numbers says little; beside a known header, or all three, it says enough.
    return found | by_content if mapping or found or len(by_content) == len(CONTENTS) else found


def _by_content(sample: pl.DataFrame, places: list[int], known: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, reads in CONTENTS.items():
        free = (place for place in places if place not in found.values())
        place = next((place for place in free if reads(sample[str(place)].drop_nulls())), None)
        if field not in known and place is not None:
            found[field] = place
    return found


def _share(texts: pl.Series, read: Callable[[pl.Series], pl.Series]) -> float:
    return 1 - read(texts).null_count() / len(texts) if len(texts) else 0.0


def _is_date(texts: pl.Series) -> bool:
    plain = texts.filter(~texts.str.contains(r"^\d+$"))
    return _share(plain, lambda some: parse_dates(some, Hints(given="day-first")).days) >= SHARE_MIN


def _is_number(texts: pl.Series) -> bool:
    numbers = parse_numbers(texts)
    return _share(texts, lambda _: numbers) >= SHARE_MIN and bool((numbers.drop_nulls() % 1 == 0).all())


def _is_text(texts: pl.Series) -> bool:
    return len(texts) > 0 and _share(texts, parse_numbers) <= 1 - SHARE_MIN


CONTENTS = {"date": _is_date, "quantity": _is_number, "product": _is_text}
