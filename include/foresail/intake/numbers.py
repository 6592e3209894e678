"""Reads columns of numbers as people write them, with their units; what is ambiguous is not guessed."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foresail.errors import UndecidableNumbers
from foresail.intake.number_formats import (
    COMMA,
    COMMA_BEFORE_THREE,
    COMMA_DECIMAL,
    PLAIN,
    POINT,
    POINT_BEFORE_THREE,
    POINT_DECIMAL,
    Format,
    NumberHints,
    decide_format,
    find_open,
)
from foresail.intake.units import COUNTED, split_units

GROUPED = r"^[-+]?\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?$"
GROUPING = r"[ \u00a0\u2009\u202f'’]"
CURRENCY = r"(?i)\p{Sc}|\b(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|INR|JPY|CNY|BRL|kr|zł|Fr|R)\b\.?|R\$"
# 12¹ has a footnote and is no 121, which it would be folded to.
RAISED = r"^[^²³]*[\d.,][\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]|[\u00b9\u2070-\u2079\u2080-\u2089]"
# Accountants write (5) and SAP writes 5- for what is less than nothing.
NEGATIVE = r"^\((.+)\)$|^(.*[^-])-$"
PERCENT = r"\d\s?[%٪％]\)?$"
# More than any sale, and far from where sums lose units.
LARGEST = 1e9


@dataclass(frozen=True)
class Numbers:
    """The numbers of a column, null where a text is none; their units; the format.

    `are_percent` says which are percentages, `are_open` which mean another number in another format. Where
    nothing tells the format (`is_undecided`) the values of these are null.
    """

    values: pl.Series
    units: pl.Series
    are_percent: pl.Series
    are_open: pl.Series
    format: Format
    is_undecided: bool = False


def parse_numbers(texts: pl.Series, others: Sequence[pl.Series] = (), *, numeric: bool = False) -> pl.Series:
    """Parse a column of text to float64; null where a text is not a number or is ambiguous.

    `others` are the file's other columns of numbers: they tell, too, whether its decimals are commas.
    In a `numeric` column what has a point before three digits was no text.
    """
    hints = NumberHints(elsewhere=lambda: others)
    bare = _bare(texts)
    try:
        decided = decide_format(bare["text"], hints, numeric=numeric, prepare=_bare_texts)
    except UndecidableNumbers:
        decided = Format()
    return _read(bare, decided, numeric=numeric)


def read_numbers(
    texts: pl.Series, hints: NumberHints, *, numeric: bool = False, is_optional: bool = False
) -> Numbers:
    """Read a column of text; raises UndecidableNumbers, with an example, rather than guess a format.

    Of an optional column the numbers that are not decided are left out.
    """
    bare = _bare(texts)
    counted = bare["unit"].is_in(list(COUNTED)).fill_null(False)
    is_undecided = False
    try:
        decided = decide_format(bare["text"].filter(~counted), hints, numeric=numeric, prepare=_bare_texts)
    except UndecidableNumbers:
        if not is_optional:
            raise
        decided, is_undecided = Format(), True
    percent = texts.str.contains(PERCENT).fill_null(False)
    is_open = find_open(bare["text"], numeric=numeric) & ~counted
    values = _read(bare, decided, numeric=numeric)
    return Numbers(values, bare["unit"], percent, is_open, decided, is_undecided)


def _read(bare: pl.DataFrame, decided: Format, *, numeric: bool) -> pl.Series:
    text = pl.col("text")
    without_commas = text.str.replace_all(",", "")
    without_points = text.str.replace_all(r"\.", "")
    with_point = without_points.str.replace(",", ".")
    counted = pl.col("unit").is_in(list(COUNTED)).fill_null(False)
    nothing = pl.lit(None, pl.String)
    comma = {POINT: without_commas, COMMA: with_point}.get(decided.decimals or "", nothing)
    dotted = {POINT: text, COMMA: without_points}.get(decided.decimals or "", nothing)
    is_dotted = text.str.contains(POINT_BEFORE_THREE) & ~pl.lit(numeric)
    cleaned = (
        pl.when(is_dotted & counted).then(without_points)
        .when(is_dotted).then(dotted)
        .when(text.str.contains(PLAIN)).then(text)
        .when(text.str.contains(COMMA_BEFORE_THREE) & counted).then(without_commas)
        .when(text.str.contains(POINT_DECIMAL)).then(without_commas)
        .when(text.str.contains(COMMA_DECIMAL)).then(with_point)
        .when(text.str.contains(COMMA_BEFORE_THREE)).then(comma)
    )  # fmt: skip
    number = cleaned.cast(pl.Float64, strict=False)
    return bare.select(pl.when(number.is_between(-LARGEST, LARGEST)).then(number).alias("number"))["number"]


def _bare_texts(texts: pl.Series) -> pl.Series:
    return _bare(texts)["text"]


def _bare(texts: pl.Series) -> pl.DataFrame:
    """The texts without units, currencies and grouping spaces, negatives with a plain minus, as `text`.

    Column `unit` holds the units.
    """
    text = pl.col("text")
    if not texts.str.contains(r"[^0-9.]").any():
        return texts.alias("text").to_frame().with_columns(pl.lit(None, pl.String).alias("unit"))
    texts = texts.set(texts.str.contains(RAISED).fill_null(False), None)
    frame = split_units(texts.str.replace_all(CURRENCY, "").str.strip_chars())
    frame = frame.with_columns(
        text.str.normalize("NFKC").str.replace_all("[\u2212\u2012\u2013]", "-").str.strip_chars()
    )
    negative = pl.coalesce(text.str.extract(NEGATIVE, 1), text.str.extract(NEGATIVE, 2))
    frame = frame.with_columns(
        pl.coalesce("-" + negative.str.strip_chars().str.strip_prefix("-"), text).alias("text")
    )
    ungrouped = text.str.replace_all(GROUPING, "")
    return frame.with_columns(
        pl.when(text.str.contains(GROUPED)).then(ungrouped).otherwise(text).alias("text")
    )
