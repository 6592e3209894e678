"""Reads a column of numbers as people write them; what can be read in two ways is not read at all."""

import polars as pl

PLAIN = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$"
POINT_DECIMAL = r"^[-+]?\d{1,3}(?:,\d{3})+\.\d+$|^[-+]?\d{1,3}(?:,\d{3}){2,}$"
COMMA_DECIMAL = r"^[-+]?\d{1,3}(?:\.\d{3})+,\d+$|^[-+]?\d{1,3}(?:\.\d{3}){2,}$|^[-+]?\d+,(?:\d{1,2}|\d{4,})$"
GROUPED = r"^[-+]?\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?$"
# Where the column's decimals are commas, a lone point before three digits may be either.
POINT_BEFORE_THREE = r"^[-+]?\d{1,3}\.\d{3}$"
# More than any sale, and far from where sums lose units.
LARGEST = 1e9
# One comma before three digits: 1,250 is a thousand and more in London, and one and a quarter in Berlin.
EITHER = r"^[-+]?\d{1,3},\d{3}$"


def parse_numbers(texts: pl.Series) -> pl.Series:
    """Parse a column of text to float64; null where a text is no number or the column leaves it open."""
    text = pl.col("text")
    bare = texts.str.replace_all(r"[€$£]", "").str.strip_chars().alias("text").to_frame()
    ungrouped = text.str.replace_all(r"[ \u00a0\u202f'’]", "")
    frame = bare.with_columns(
        pl.when(text.str.contains(GROUPED)).then(ungrouped).otherwise(text).alias("text")
    )
    shapes = frame.select(
        point=text.str.contains(POINT_DECIMAL).any(), comma=text.str.contains(COMMA_DECIMAL).any()
    ).row(0, named=True)
    without_commas = text.str.replace_all(",", "")
    with_point = text.str.replace_all(r"\.", "").str.replace(",", ".")
    either = pl.lit(None, pl.String)
    if shapes["point"] != shapes["comma"]:
        either = without_commas if shapes["point"] else with_point
    is_open = pl.lit(shapes["comma"] and not shapes["point"]) & text.str.contains(POINT_BEFORE_THREE)
    cleaned = (
        pl.when(text.str.contains(PLAIN) & ~is_open).then(text)
        .when(text.str.contains(POINT_DECIMAL)).then(without_commas)
        .when(text.str.contains(COMMA_DECIMAL)).then(with_point)
        .when(text.str.contains(EITHER)).then(either)
    )  # fmt: skip
    number = cleaned.cast(pl.Float64, strict=False)
    return frame.select(pl.when(number.is_between(-LARGEST, LARGEST)).then(number).alias("number"))["number"]
