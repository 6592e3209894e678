"""What the values of a column look like, told by a sample of them."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from foresail.errors import UndecidableDates
from foresail.intake.dates import Hints, parse_dates
from foresail.intake.fiscal_periods import is_fiscal_year_known, look_fiscal
from foresail.intake.numbers import parse_numbers
from foresail.intake.texts import tidy

SAMPLE = 400
# Numbers of that many digits are amounts, not days.
PLAIN_NUMBER = r"^[-+]?\d{1,5}(?:[.,]\d+)?$"
# So much of a column must read as a kind before it is one.
SHARE_MIN = 0.8
# Below headings that are periods fewer numbers prove that they were sold then.
SOLD_MIN = 0.5


@dataclass(frozen=True)
class Profile:
    """A sample of a column's cells, from its beginning and all over it."""

    texts: pl.Series
    filled: float

    @classmethod
    def of(cls, cells: pl.Series) -> "Profile":
        """Look at a column."""
        step = max(1, len(cells) // SAMPLE)
        some = (
            pl.concat([cells.head(SAMPLE // 2), cells.gather_every(step).head(SAMPLE)]) if step > 1 else cells
        )
        texts = tidy(some.cast(pl.String))
        return cls(texts.drop_nulls(), 1 - texts.null_count() / max(len(texts), 1))

    @cached_property
    def numbers(self) -> pl.Series:
        """The numbers that the texts are; a unit behind them does not matter here."""
        bare = self.texts.str.replace(r"^([-+(]?[\d.,]+\)?)\s?[^\W\d]{1,4}\.?$", "$1")
        plain = bare.str.replace(r"^([-+]?\d{1,3}),(\d{3})$", "$1$2")
        return parse_numbers(plain, numeric=True)

    def _share(self, read: pl.Series) -> float:
        return 1 - read.null_count() / len(read) if len(read) else 0.0

    @cached_property
    def dates(self) -> float:
        """The share that reads as a date or a period."""
        digits = self.texts.str.contains(r"\d").sum()
        if not len(self.texts) or digits < SHARE_MIN * len(self.texts) or self._is_plain_numbers:
            return 0.0
        if not is_fiscal_year_known() and look_fiscal(self.texts).mean() >= SHARE_MIN:  # type: ignore[operator]
            return 1.0  # they are told as such, where they are read
        share = self._share(self._days("day-first"))
        return share if share >= SHARE_MIN else max(share, self._share(self._days("month-first")))

    @property
    def _is_plain_numbers(self) -> bool:
        return bool(self.texts.str.contains(PLAIN_NUMBER).all())

    def _days(self, order: str) -> pl.Series:
        try:
            plain = self.texts.set(self.texts.str.contains(PLAIN_NUMBER), None)
            return parse_dates(plain, Hints(given=order)).days
        except UndecidableDates:
            return pl.repeat(None, len(self.texts), dtype=pl.Date, eager=True)

    @property
    def is_dates(self) -> bool:
        """Whether the column holds days, weeks, months or quarters."""
        return self.dates >= SHARE_MIN

    @property
    def is_numbers(self) -> bool:
        """Whether the column holds numbers."""
        return self._share(self.numbers) >= SHARE_MIN

    @cached_property
    def is_sold(self) -> bool:
        """Whether the column holds numbers, and dashes or the like where nothing was sold."""
        said = self.texts.filter(~self.texts.str.contains(r"(?i)^(?:[-–—.]|n/?a|null|none)$"))
        numbers = Profile(said, 1.0).numbers
        return said.is_empty() or 1 - numbers.null_count() / len(numbers) > SOLD_MIN

    @cached_property
    def is_whole(self) -> bool:
        """Whether the column holds numbers without decimals."""
        known = self.numbers.drop_nulls()
        return self.is_numbers and bool((known % 1 == 0).all())

    @cached_property
    def is_label(self) -> bool:
        """Whether the column holds texts that can name something: neither numbers nor dates."""
        return (
            bool(len(self.texts))
            and self._share(self.numbers) <= 1 - SHARE_MIN
            and self.dates <= 1 - SHARE_MIN
        )

    @cached_property
    def is_code(self) -> bool:
        """Whether the column holds texts without blanks or whole numbers, as codes are."""
        return bool(len(self.texts)) and bool((~self.texts.str.contains(r"\s")).all())

    @property
    def distinct(self) -> float:
        """How many of the texts differ, as a share."""
        return self.texts.n_unique() / len(self.texts) if len(self.texts) else 0.0
