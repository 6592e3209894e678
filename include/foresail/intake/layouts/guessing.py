"""Weighs what each column of a header may be, by the words of its heading and the values below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from foresail.columns import COLUMNS, header_key, map_header
from foresail.intake.headings import (
    NAME_OF_SOMETHING,
    RATES,
    Likeness,
    names_something_else,
    rate_product,
)
from foresail.intake.layouts.columns import Profile
from foresail.intake.layouts.line_numbers import is_line_numbers
from foresail.intake.layouts.wide_parts import part_headings

REQUIRED = tuple(column.field for column in COLUMNS if column.required)
EXACT = Likeness(100)
# A heading of this score, this far above the next, is taken without asking.
SURE, LEAD = 68, 6
# So many columns at most are looked at for one field, the best named.
WEIGHED_MAX = 20
COLUMNS_MAX = 300
# Numbers as products are codes: their name, where there is one, says more.
CODE_LESS = 12
# A column with gaps is rarely the one; dates of payment, say, stand on the first line of an order only.
FILLED_MIN, SPARSE_LESS = 0.9, 15
_SYNONYMS = {
    column.field: frozenset(header_key(name) for name in (column.name, *column.synonyms))
    for column in COLUMNS
}


@dataclass(frozen=True)
class Candidate:
    """A column that may hold a field."""

    place: int
    score: int
    step: str = ""


@dataclass(frozen=True)
class Guess:
    """The likeliest column of each field, and the fields of which that is not sure."""

    mapping: dict[str, int]
    unsure: frozenset[str]

    @property
    def is_sure(self) -> bool:
        """Whether every required field has a column that is clearly the best."""
        return not self.unsure and set(REQUIRED) <= set(self.mapping)


@dataclass(frozen=True)
class Columns:
    """The columns below a header, looked at once each."""

    header: Sequence[str | None]
    body: pl.DataFrame
    _profiles: dict[int, Profile] = field(default_factory=dict)

    def profile(self, place: int) -> Profile:
        """What the values of a column look like."""
        if place not in self._profiles:
            self._profiles[place] = Profile.of(self.body[str(place)])
        return self._profiles[place]

    @cached_property
    def line_numbers(self) -> frozenset[int]:
        """The columns that count the lines of an order."""
        return frozenset(
            place
            for place, cell in enumerate(self.header[:COLUMNS_MAX])
            if cell and is_line_numbers(self.body[str(place)].head(5000))
        )

    def fits(self, name: str, place: int, *, is_named: bool = False) -> bool:
        """Whether the values of a column can be the field's; units of 1, 2, 3 must be named as such."""
        profile = self.profile(place)
        if not len(profile.texts):
            return False
        if name == "date":
            return profile.is_dates
        if name == "quantity":
            return profile.is_numbers and (is_named or place not in self.line_numbers)
        return (
            not profile.is_dates and place not in self.line_numbers and (profile.is_label or profile.is_code)
        )


def guess(columns: Columns, given: Mapping[str, int]) -> Guess:
    """The likeliest columns; those that were `given` stay."""
    exact = map_header(columns.header)
    mapping, unsure = dict(given), set()
    for name in ("date", "quantity", "product"):
        if name in mapping:
            continue
        found = _candidates(columns, name, exact.get(name), set(mapping.values()))
        if not found:
            continue
        mapping[name] = found[0].place
        if not _is_clear(found) or (name == "product" and not _is_only_name(columns, found[0])):
            unsure.add(name)
    return Guess(mapping, frozenset(unsure))


def _candidates(columns: Columns, name: str, exact: int | None, taken: set[int]) -> list[Candidate]:
    """The columns whose heading and values can be the field's, the best first."""
    rated = []
    for place, cell in enumerate(columns.header):
        if not cell or place in taken:
            continue
        like = RATES[name](cell)
        score = like.score
        if place == exact or header_key(cell) in _SYNONYMS[name]:
            score = max(score, EXACT.score if place == exact else 80)
        if score:
            rated.append(Candidate(place, score, like.step))
    rated = sorted(rated, key=lambda each: (-each.score, each.place))[:WEIGHED_MAX]
    found = []
    for each in rated:
        if not columns.fits(name, each.place, is_named=each.score >= SURE):
            continue
        if name == "quantity" and _holds_period(str(columns.header[each.place])):
            continue
        is_code = name == "product" and not columns.profile(each.place).is_label
        found.append(replace(each, score=each.score - CODE_LESS * is_code))
    if len(found) > 1:
        found = [
            replace(each, score=each.score - SPARSE_LESS)
            if columns.profile(each.place).filled < FILLED_MIN
            else each
            for each in found
        ]
    return sorted(found, key=lambda each: (-each.score, each.place))


def _holds_period(heading: str) -> bool:
    """Whether a heading is of one period only: one month is not the quantity."""
    return part_headings([heading], "day-first")[0] != [None]


def _is_only_name(columns: Columns, best: Candidate) -> bool:
    """Whether no other column of texts may be the product, where the heading only says that it is a name."""
    if rate_product(str(columns.header[best.place])).score != NAME_OF_SOMETHING:
        return True
    return not any(
        columns.profile(place).is_label
        for place, cell in enumerate(columns.header[:COLUMNS_MAX])
        if cell and place != best.place and not names_something_else(cell)
    )


def _is_clear(found: Sequence[Candidate]) -> bool:
    """Whether the first is the best by far, and no other speaks of another step of the order."""
    best, others = found[0], found[1:]
    if best.score < SURE:
        return False
    if best.score == EXACT.score:
        return not any(
            other.step and best.step and other.step != best.step and other.score >= EXACT.score
            for other in others
        )
    if any(other.step and best.step and other.step != best.step for other in others):
        return False
    return not others or best.score - others[0].score >= LEAD
