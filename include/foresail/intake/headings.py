"""Understands headings by their words: what a column may hold that is in no list of synonyms."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from foresail.intake import heading_words as words

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIX = re.compile(words.PREFIX, re.IGNORECASE)


@dataclass(frozen=True)
class Likeness:
    """How surely a heading names a field, of 100; `step` is the step of an order that it speaks of."""

    score: int
    step: str = ""


NOT_IT = Likeness(0)
NAME_OF_SOMETHING = 75
"""What `pizza_name` scores: a name of what is not known to be sold, nor known to be something else."""


@dataclass(frozen=True)
class _Heading:
    """A heading's words, and all of it in small letters."""

    words: frozenset[str]
    text: str

    def has(self, known: Iterable[str], inside: tuple[str, ...] = ()) -> bool:
        return not self.words.isdisjoint(known) or any(part in self.text for part in _normal(inside))


@cache
def _normal(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFKC", part) for part in parts)


@cache
def _take_apart(heading: str) -> _Heading:
    """`Sum of Qty_Sold` -> its words without what a pivot table puts before them."""
    text = unicodedata.normalize("NFKC", heading).strip()
    bare = _PREFIX.sub("", text)
    text = bare if bare else text
    parted = _CAMEL.sub(" ", text)
    decomposed = unicodedata.normalize("NFKD", parted.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    found = re.findall(r"[^\W\d_]+", plain)
    return _Heading(
        frozenset([*found, *(word[:-1] for word in found if word.endswith("s"))]), text.casefold()
    )


EVENT_ALONE = 56
"""What `Order created` scores: an event that is not called a date."""


def has_words(heading: str, known: Iterable[str], inside: tuple[str, ...] = ()) -> bool:
    """Whether a heading has one of the words, or one of the parts inside it."""
    return _take_apart(heading).has(known, inside)


def names_something_else(heading: str) -> bool:
    """Whether a heading is of customers, stores, orders or other things that are not sold."""
    return has_words(heading, words.NOT_A_PRODUCT | words.CODES, words.NOT_A_PRODUCT_INSIDE)


def is_quantity(heading: str) -> bool:
    """Whether a heading speaks of units, and of those that were sold."""
    return rate_quantity(heading).score > 0


def is_money(heading: str) -> bool:
    """Whether a heading speaks of money, or of a share of something."""
    return _take_apart(heading).has(words.MONEY, words.MONEY_INSIDE)


def is_not_sold(heading: str) -> bool:
    """Whether a heading speaks of units that were not sold: in stock, planned, returned."""
    return _take_apart(heading).has(words.NOT_SOLD, words.NOT_SOLD_INSIDE)


def is_measure(heading: str) -> bool:
    """Whether a heading says what was counted, sold or not."""
    parts = _take_apart(heading)
    known = (words.QUANTITIES | words.WEAK_QUANTITIES | words.NOT_SOLD | {"actual", "actuals", "ist", "net"},)
    return is_money(heading) or parts.has(known[0], words.QUANTITIES_INSIDE + words.NOT_SOLD_INSIDE)


def rate_quantity(heading: str) -> Likeness:
    """How surely a heading names the units sold."""
    parts = _take_apart(heading)
    if parts.has(words.MONEY, words.MONEY_INSIDE) or parts.has(words.NOT_SOLD, words.NOT_SOLD_INSIDE):
        return NOT_IT
    if parts.has(words.DATES - {"data", "tag", "day", "art"}, words.DATES_INSIDE) or parts.has(
        words.CODES - {"no", "nr", "num", "number"}
    ):
        return NOT_IT
    if parts.has(
        words.NOT_A_PRODUCT
        - {
            "order",
            "orders",
            "qty",
            "quantity",
            "count",
            "sold",
            "line",
            "volume",
            "unit",
            "ship",
            "billing",
            "invoice",
            "size",
        }
    ):
        return NOT_IT
    if parts.has(words.QUANTITIES, words.QUANTITIES_INSIDE):
        return _best((words.STEPS[word] for word in parts.words if word in words.STEPS), Likeness(86))
    return Likeness(56) if parts.has(words.WEAK_QUANTITIES) else NOT_IT


def rate_date(heading: str) -> Likeness:
    """How surely a heading names the day of the sale."""
    parts = _take_apart(heading)
    if parts.has(words.BAD_DATES):
        return NOT_IT
    events = [words.EVENTS[word] for word in parts.words if word in words.EVENTS]
    if not parts.has(words.DATES, words.DATES_INSIDE):
        if parts.has(("at", "on")):
            return _best(events, NOT_IT)
        return _best(((EVENT_ALONE, step) for _, step in events if parts.has(words.EVENTS_ALONE)), NOT_IT)
    return _best(events, Likeness(90))


def rate_product(heading: str) -> Likeness:
    """How surely a heading names the product, its name before its code."""
    parts = _take_apart(heading)
    if parts.text in words.ROW_LABELS:
        return Likeness(76)
    if parts.has(words.NOT_A_PRODUCT, words.NOT_A_PRODUCT_INSIDE) or parts.has(
        words.MONEY, words.MONEY_INSIDE
    ):
        return NOT_IT
    is_named = parts.has(words.NAMES, words.NAMES_INSIDE)
    is_code = parts.has(words.CODES, words.CODES_INSIDE)
    if parts.has(words.PRODUCTS, words.PRODUCTS_INSIDE):
        if parts.words <= words.IDENTIFIERS:
            return Likeness(72)
        return Likeness(94 if is_named else 74 if is_code else 86)
    if is_named and not is_code:
        return Likeness(78 if parts.words <= words.NAMES else NAME_OF_SOMETHING)
    return Likeness(68) if parts.has(words.IDENTIFIERS) else NOT_IT


def _best(found: Iterable[tuple[int, str]], otherwise: Likeness) -> Likeness:
    return max((Likeness(*each) for each in found), key=lambda like: like.score, default=otherwise)


RATES = {"date": rate_date, "product": rate_product, "quantity": rate_quantity}
"""For each required field, how surely a heading names it."""
