"""A column of text as its distinct values and their rows, so that each value is validated once."""

from dataclasses import dataclass

import polars as pl

# White space that is more than single blanks between words.
UNTIDY = ["  ", "\t", "\n", "\r", "\u00a0", "\u2007", "\u202f", "\u200b", "\ufeff"]
SPACE = r"[\s\u00a0\u2007\u202f\u200b\ufeff]+"


@dataclass(frozen=True)
class TextColumn:
    """`values` are tidy texts, `codes` their numbers by row (null where a cell is empty), `counts` how often.

    A million dates have some hundred values, so a rule that is run on values costs next to nothing.
    """

    values: pl.Series
    codes: pl.Series
    counts: pl.Series

    @classmethod
    def of(cls, texts: pl.Series) -> "TextColumn":
        """Number the values of a column of text and tidy them."""
        if texts.dtype != pl.Categorical:
            texts = texts.cast(pl.Categorical)
        held = pl.DataFrame({"text": texts, "number": texts.to_physical()})
        counted = (
            held.drop_nulls("number").group_by("number").agg(pl.col("text").first(), pl.len().alias("rows"))
        ).sort("number")
        places = pl.int_range(counted.height, dtype=pl.UInt32, eager=True)
        numbers = counted["number"]
        first, last = (int(numbers[0]), int(numbers[-1])) if counted.height else (0, 0)
        at = pl.repeat(None, last - first + 1, dtype=pl.UInt32, eager=True)
        at = at.scatter(counted["number"] - first, places) if counted.height else at
        codes = at.gather(held["number"] - first)
        return cls(tidy(counted["text"].cast(pl.String)), codes, counted["rows"])._without_empty()

    @classmethod
    def empty(cls, height: int) -> "TextColumn":
        """A column without a text."""
        nothing = pl.Series([], dtype=pl.UInt32)
        return cls(
            pl.Series([], dtype=pl.String), pl.repeat(None, height, dtype=pl.UInt32, eager=True), nothing
        )

    @property
    def is_empty(self) -> pl.Series:
        """Which rows hold no text."""
        return self.codes.is_null()

    def _without_empty(self) -> "TextColumn":
        """The column with what was nothing but white space as no text."""
        if not self.values.null_count():
            return self
        codes = self.codes.set(self.spread(self.values.is_null()).fill_null(False), None)
        return TextColumn(self.values, codes, self.counts)

    def spread(self, per_value: pl.Series) -> pl.Series:
        """What was found per value, by row; null where the cell is empty."""
        return per_value.gather(self.codes)

    def where(self, per_value: pl.Series) -> pl.Series:
        """The rows whose value is so; an empty cell never is."""
        if not per_value.any():
            return pl.repeat(False, len(self.codes), eager=True)
        return self.spread(per_value.fill_null(False)).fill_null(False)

    def texts(self) -> pl.Series:
        """The texts by row."""
        return self.spread(self.values)

    def filter(self, keep: pl.Series) -> "TextColumn":
        """The rows to keep, with the values as they were."""
        return TextColumn(self.values, self.codes.filter(keep), self.counts)


def tidy(texts: pl.Series) -> pl.Series:
    """Fold runs of white space and drop the ends; an empty text is null."""
    stripped = texts.str.strip_chars()
    if stripped.str.contains_any(UNTIDY).any():
        stripped = stripped.str.replace_all(SPACE, " ").str.strip_chars()
    return stripped.to_frame("text").select(pl.when(pl.col("text") != "").then("text"))["text"]
