"""The step of time that demand is forecast in: the data's own, found from its dates, or a set one."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl


@dataclass(frozen=True)
class Frequency:
    """A step of time. `season` and `year` are in steps; `windows` are the spans that levels are taken over.

    `recent` is the span of a level of now, `short` the least history to learn from, `still` the silence after
    which a product may be gone, `history` the most steps that are looked back on, `stride` the steps between
    two origins that the global model learns from, and `lead_times` the first step of each stretch of lead
    time.
    """

    name: str
    every: str
    season: int
    year: int
    year_half_width: int
    windows: tuple[int, ...]
    recent: int
    short: int
    still: int
    history: int
    stride: int
    lead_times: tuple[int, ...]

    @property
    def cycle(self) -> int:
        """The steps after which demand repeats itself: a week of days, a year of weeks or months."""
        return self.season if self.season > 1 else self.year

    def start_of(self, days: pl.Expr, anchor: int = 0) -> pl.Expr:
        """The first day of the step that each day lies in; weeks begin `anchor` days after Monday."""
        if self.name != "week":
            return days.dt.truncate(self.every)
        shift = pl.duration(days=anchor)
        return ((days - shift).dt.truncate(self.every) + shift).cast(pl.Date)

    def steps(self, first: date, count: int) -> pl.Series:
        """The first days of `count` steps from `first` on."""
        if self.name != "month":
            length = {"day": 1, "week": 7}[self.name]
            last = first + timedelta(days=length * (count - 1))
            return pl.date_range(first, last, self.every, eager=True)
        months = pl.Series(range(count), dtype=pl.Int64)
        return pl.select(pl.lit(first).dt.offset_by(pl.format("{}mo", pl.lit(months)))).to_series()

    def between(self, first: date, last: date) -> int:
        """How many steps `last` lies after `first`."""
        if self.name == "month":
            return (last.year - first.year) * 12 + last.month - first.month
        return (last - first).days // {"day": 1, "week": 7}[self.name]


DAILY = Frequency("day", "1d", 7, 364, 3, (7, 14, 28, 56, 182, 364), 56, 28, 90, 1096, 7, (1, 8, 15, 29))
WEEKLY = Frequency("week", "1w", 1, 52, 1, (1, 2, 4, 8, 13, 26, 52), 8, 8, 26, 313, 1, (1, 3, 5, 9, 27))
MONTHLY = Frequency("month", "1mo", 1, 12, 0, (1, 2, 3, 6, 12, 24), 6, 6, 12, 240, 1, (1, 4, 7, 13))
FREQUENCIES = {frequency.name: frequency for frequency in (DAILY, WEEKLY, MONTHLY)}
# Two dates of one weekday are a coincidence, four are a habit.
DATES_MIN = 4


def find_frequency(days: pl.Series) -> tuple[Frequency, int]:
    """The data's own step, and for weeks how many days after Monday they begin.

    Weekly where every date falls on one weekday, monthly where every date is the first, or every one the
    last, of its month; daily otherwise, and where there are fewer than DATES_MIN dates to tell from.
    """
    days = days.drop_nulls().unique()
    if len(days) < DATES_MIN:
        return DAILY, 0
    firsts, lasts = (days.dt.day() == 1).all(), (days == days.dt.month_end()).all()
    if firsts or lasts:
        return MONTHLY, 0
    weekdays = days.dt.weekday().unique()
    return (WEEKLY, int(weekdays[0]) - 1) if len(weekdays) == 1 else (DAILY, 0)


def chosen_frequency(setting: str, days: pl.Series) -> tuple[Frequency, int]:
    """The frequency that a setting names, or the data's own where it says `auto`."""
    found, anchor = find_frequency(days)
    if setting in ("auto", found.name):
        return found, anchor
    return FREQUENCIES[setting], 0
