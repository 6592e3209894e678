"""Decides what parts the decimals of a column's numbers; what stays open is asked once a column."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from foresail.errors import UndecidableNumbers

POINT, COMMA = "point-decimal", "comma-decimal"
PLAIN = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$"
# 1,250.5 and, as in India, 1,25,000.5
POINT_DECIMAL = (
    r"^[-+]?\d{1,3}(?:,\d{3})+\.\d+$|^[-+]?\d{1,3}(?:,\d{3}){2,}$|^[-+]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$"
)
COMMA_DECIMAL = (
    r"^[-+]?\d{1,3}(?:\.\d{3})+,\d+$|^[-+]?\d{1,3}(?:\.\d{3}){2,}$|^[-+]?\d*,(?:\d{1,2}|\d{4,})$"
    r"|^[-+]?0\d*,\d{3}$|^[-+]?\d{4,},\d+$"
)
# What a program writes as text: a number of a workbook's own never ends in zeros.
PADDED = r"^[-+]?\d*\.(?:\d*0)$"
DECIMALS = r"^[-+]?\d*\.(?:\d{1,2}|\d{4,})$|^[-+]?0*\.\d+$"
# One sign before three digits: 1,250 is a thousand and more in London, and one and a quarter in Berlin.
COMMA_BEFORE_THREE, POINT_BEFORE_THREE = r"^[-+]?[1-9]\d{0,2},\d{3}$", r"^[-+]?[1-9]\d{0,2}\.\d{3}$"
SMALL = r"^[-+]?\d{1,3}$"
# Above this share of contradicting numbers neither format is right for all; below it they are typos.
CONTRADICTION_SHARE = 0.02
# How much of another column must be numbers before its shapes speak for this one.
NUMBERS_SHARE = 0.8
SMALL_MIN = 2
VOTES_MIN = 2


@dataclass(frozen=True)
class NumberHints:
    """What else decides what parts decimals: options of this and earlier uploads, other columns, the country.

    `is_text` says whether all cells were written as text, as in a .csv file; `locale` holds what dates,
    headings and the delimiter speak for, each once.
    """

    given: str | None = None
    remembered: str | None = None
    elsewhere: Callable[[], Iterable[pl.Series]] = tuple
    locale: tuple[str, ...] = ()
    is_text: bool = True


@dataclass(frozen=True)
class Format:
    """What parts the decimals of a column; what decided it: column, other-columns, locale, given, remembered.

    Both are null where no number needs them. `is_likely` says that it was likely, and not proven or said.
    """

    decimals: str | None = None
    origin: str | None = None
    is_likely: bool = False


def decide_format(
    texts: pl.Series, hints: NumberHints, *, numeric: bool, prepare: Callable[[pl.Series], pl.Series]
) -> Format:
    """The format of a column of bare numbers; raises UndecidableNumbers where nothing tells the one needed.

    `prepare` makes texts of other columns bare, as these are.
    """
    is_open = find_open(texts, numeric=numeric)
    if not is_open.any():
        return Format()
    if hints.given:
        return Format(hints.given, "given")
    own = weigh(texts, is_text=hints.is_text)
    if own:
        return Format(own, "column")
    others = {_weigh_column(prepare(other), is_text=hints.is_text) for other in hints.elsewhere()} - {None}
    if len(others) == 1:
        return Format(others.pop(), "other-columns")
    likely = _find_likely(texts, is_open, hints, is_contradicted=bool(others))
    if likely is None:
        raise _undecidable(texts.filter(is_open)[0])
    return likely


def _find_likely(
    texts: pl.Series, is_open: pl.Series, hints: NumberHints, *, is_contradicted: bool
) -> Format | None:
    """The format that no number proves, but much speaks for."""
    if not is_contradicted:
        country = hints.locale[0] if len(hints.locale) >= VOTES_MIN and len(set(hints.locale)) == 1 else None
        shaped = _shaped_as_thousands(texts, is_open) if hints.is_text else None
        if shaped and country in (None, shaped):
            return Format(shaped, "column", is_likely=True)
        if country and not shaped:
            return Format(country, "locale", is_likely=True)
    return Format(hints.remembered, "remembered", is_likely=True) if hints.remembered else None


def find_open(texts: pl.Series, *, numeric: bool) -> pl.Series:
    """Which bare numbers differ between the formats; in a `numeric` column none with a point does."""
    either = COMMA_BEFORE_THREE if numeric else rf"{COMMA_BEFORE_THREE}|{POINT_BEFORE_THREE}"
    return texts.str.contains(either).fill_null(False)


def weigh(texts: pl.Series, *, is_text: bool) -> str | None:
    """The format that the shapes of numbers prove; None where none does, or some prove either."""
    decimals = DECIMALS if is_text else PADDED
    thousands = texts.str.contains(POINT_BEFORE_THREE)
    point = int((texts.str.contains(POINT_DECIMAL) | (texts.str.contains(decimals) & ~thousands)).sum())
    comma = int(texts.str.contains(COMMA_DECIMAL).sum())
    low, high = sorted((point, comma))
    if not high or low > CONTRADICTION_SHARE * high:
        return None
    return POINT if point > comma else COMMA


def _weigh_column(texts: pl.Series, *, is_text: bool) -> str | None:
    texts = texts.drop_nulls()
    numbers = texts.str.contains(rf"{PLAIN}|{POINT_DECIMAL}|{COMMA_DECIMAL}|{COMMA_BEFORE_THREE}").sum()
    return weigh(texts, is_text=is_text) if numbers >= NUMBERS_SHARE * len(texts) else None


def _shaped_as_thousands(texts: pl.Series, is_open: pl.Series) -> str | None:
    """The format in which 1,250 is a thousand, where it stands beside small whole numbers and no decimals.

    A program that drops the zeros of decimals would have written 1,25; one that keeps three would have
    written 12,000 for 12.
    """
    some = texts.filter(is_open)
    commas = some.str.contains(",", literal=True)
    small = texts.filter(~is_open).drop_nulls()
    if (
        len(small) < SMALL_MIN
        or not small.str.contains(SMALL).all()
        or small.str.contains(r"^[-+]?0\d").any()
        or not some.str.ends_with("0").any()
        or commas.any() != commas.all()
    ):
        return None
    return POINT if commas.all() else COMMA


def read_both_ways(text: str) -> tuple[str, str]:
    """A number whose sign may part thousands or decimals, as it is in the format of points, and of commas."""
    whole, part = text.replace(",", ""), text.replace(",", ".")
    if "." in text:
        return f"{float(text):g}", f"{int(text.replace('.', '')):,}".replace(",", "")
    return whole, f"{float(part):g}"


def _undecidable(example: str) -> UndecidableNumbers:
    point, comma = read_both_ways(example)
    return UndecidableNumbers(
        f"Numbers such as {example!r} can be {point} or {comma}, and nothing in the file shows which.",
        f"Send number_format={POINT} for {point}, number_format={COMMA} for {comma}, or write digits with a "
        "decimal point and nothing between the thousands.",
        {"example": example, "readings": {POINT: point, COMMA: comma}},
    )
