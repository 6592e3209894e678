"""Reads columns of numbers as people write them; ambiguous numbers are not read at all."""

from collections.abc import Sequence

import polars as pl

from foresail.workbooks.plain_texts import POINT_BEFORE_THREE

PLAIN = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$"
# 1,250.5 and, as in India, 1,25,000.5
POINT_DECIMAL = (
    r"^[-+]?\d{1,3}(?:,\d{3})+\.\d+$|^[-+]?\d{1,3}(?:,\d{3}){2,}$|^[-+]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$"
)
COMMA_DECIMAL = r"^[-+]?\d{1,3}(?:\.\d{3})+,\d+$|^[-+]?\d{1,3}(?:\.\d{3}){2,}$|^[-+]?\d+,(?:\d{1,2}|\d{4,})$"
GROUPED = r"^[-+]?\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?$"
GROUPING = r"[ \u00a0\u2009\u202f'’]"
# One comma before three digits: 1,250 is a thousand and more in London, and one and a quarter in Berlin.
EITHER = r"^[-+]?\d{1,3},\d{3}$"
CURRENCY = r"(?i)\p{Sc}|\b(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|INR|JPY|CNY|BRL|kr|zł|Fr|R)\b\.?|R\$"
# 12¹ has a footnote and is no 121, which it would be folded to.
RAISED = r"[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]"
# Accountants write (5) and SAP writes 5- for what is less than nothing.
NEGATIVE = r"^\((.+)\)$|^(.*[^-])-$"
# More than any sale, and far from where sums lose units.
LARGEST = 1e9


def parse_numbers(texts: pl.Series, others: Sequence[pl.Series] = (), *, numeric: bool = False) -> pl.Series:
    """Parse a column of text to float64; null where a text is not a number or is ambiguous.

    `others` are the file's other columns of numbers: they tell, too, whether its decimals are commas.
    In a `numeric` column what has a point before three digits was no text.
    """
    text = pl.col("text")
    frame = _bare(texts)
    style = pl.concat([frame, *(_bare(other) for other in others)]).select(
        point=text.str.contains(POINT_DECIMAL).any(), comma=text.str.contains(COMMA_DECIMAL).any()
    )
    shapes = style.row(0, named=True)
    if not shapes["point"]:
        # 1.250 beside 2.000 and nothing else with a point: nothing says that they are decimals.
        dotted = text.filter(text.str.contains(r"\."))
        only_threes = dotted.str.contains(POINT_BEFORE_THREE).all() & ~dotted.str.contains(r"^[-+]?0").any()
        shapes["open"] = pl.concat([frame, *(_bare(other) for other in others)]).select(only_threes).item()
    without_commas = text.str.replace_all(",", "")
    with_point = text.str.replace_all(r"\.", "").str.replace(",", ".")
    either = pl.lit(None, pl.String)
    if shapes["point"] != shapes["comma"]:
        either = without_commas if shapes["point"] else with_point
    may_be_open = not numeric and not shapes["point"] and (shapes["comma"] or shapes["open"])
    is_open = pl.lit(may_be_open) & text.str.contains(POINT_BEFORE_THREE)
    cleaned = (
        pl.when(text.str.contains(PLAIN) & ~is_open).then(text)
        .when(text.str.contains(POINT_DECIMAL)).then(without_commas)
        .when(text.str.contains(COMMA_DECIMAL)).then(with_point)
        .when(text.str.contains(EITHER)).then(either)
    )  # fmt: skip
    number = cleaned.cast(pl.Float64, strict=False)
    return frame.select(pl.when(number.is_between(-LARGEST, LARGEST)).then(number).alias("number"))["number"]


def _bare(texts: pl.Series) -> pl.DataFrame:
    """The texts as column `text`, without currencies and grouping spaces, negatives with a plain minus."""
    text = pl.col("text")
    if not texts.str.contains(r"[^0-9.]").any():
        return texts.alias("text").to_frame()
    texts = texts.set(texts.str.contains(RAISED).fill_null(False), None)
    frame = texts.str.normalize("NFKC").str.replace_all("[\u2212\u2012\u2013]", "-").alias("text").to_frame()
    frame = frame.select(text.str.replace_all(CURRENCY, "").str.strip_chars())
    negative = pl.coalesce(text.str.extract(NEGATIVE, 1), text.str.extract(NEGATIVE, 2))
    frame = frame.select(
        pl.coalesce("-" + negative.str.strip_chars().str.strip_prefix("-"), text).alias("text")
    )
    ungrouped = text.str.replace_all(GROUPING, "")
    return frame.select(pl.when(text.str.contains(GROUPED)).then(ungrouped).otherwise(text).alias("text"))
