"""Reads a column of numbers as people write them; what can be read in two ways is not read at all."""

import polars as pl

PLAIN = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$"
POINT_DECIMAL = r"^[-+]?\d{1,3}(?:,\d{3})+\.\d+$|^[-+]?\d{1,3}(?:,\d{3}){2,}$"
COMMA_DECIMAL = r"^[-+]?\d{1,3}(?:\.\d{3})+,\d+$|^[-+]?\d{1,3}(?:\.\d{3}){2,}$|^[-+]?\d+,(?:\d{1,2}|\d{4,})$"
# One comma before three digits: 1,250 is a thousand and more in London, and one and a quarter in Berlin.
EITHER = r"^[-+]?\d{1,3},\d{3}$"


def parse_numbers(texts: pl.Series) -> pl.Series:
    """Parse a column of text to float64; null where a text is no number or the column leaves it open."""
    text = pl.col("text")
    frame = texts.str.replace_all(r"[\s\u00a0\u202f'’€$£]", "").alias("text").to_frame()
    shapes = frame.select(
        point=text.str.contains(POINT_DECIMAL).any(), comma=text.str.contains(COMMA_DECIMAL).any()
    ).row(0, named=True)
    without_commas = text.str.replace_all(",", "")
    with_point = text.str.replace_all(r"\.", "").str.replace(",", ".")
    either = pl.lit(None, pl.String)
    if shapes["point"] != shapes["comma"]:
        either = without_commas if shapes["point"] else with_point
    cleaned = (
        pl.when(text.str.contains(PLAIN)).then(text)
        .when(text.str.contains(POINT_DECIMAL)).then(without_commas)
        .when(text.str.contains(COMMA_DECIMAL)).then(with_point)
        .when(text.str.contains(EITHER)).then(either)
    )  # fmt: skip
    number = cleaned.cast(pl.Float64, strict=False)
    return frame.select(pl.when(number.is_finite()).then(number).alias("number"))["number"]
