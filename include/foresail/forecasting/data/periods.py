"""The step of time that demand is forecast in, the data's own or a set one, and how days become steps."""

from dataclasses import dataclass, replace
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
        """How many steps demand takes to repeat itself: a week of days, a year of weeks or months."""
        return self.season if self.season > 1 else self.year

    def start_of(self, days: pl.Expr, anchor: int = 0) -> pl.Expr:
        """Find the first day of the step that each day lies in; weeks begin `anchor` days after Monday."""
        if self.name != "week":
            return days.dt.truncate(self.every)
        shift = pl.duration(days=anchor)
        return ((days - shift).dt.truncate(self.every) + shift).cast(pl.Date)

    def steps(self, first: date, count: int) -> pl.Series:
        """List the first days of `count` steps from `first` on."""
        if self.name != "month":
            length = {"day": 1, "week": 7}[self.name]
            last = first + timedelta(days=length * (count - 1))
            return pl.date_range(first, last, self.every, eager=True)
        months = pl.Series(range(count), dtype=pl.Int64)
        return pl.select(pl.lit(first).dt.offset_by(pl.format("{}mo", pl.lit(months)))).to_series()

    def between(self, first: date, last: date) -> int:
        """Count the steps that `last` lies after `first`."""
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
    """Find the data's own step, and for weeks how many days after Monday they begin.

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
    """Take the frequency that a setting names, or the data's own where it says `auto`."""
    found, anchor = find_frequency(days)
    if setting in ("auto", found.name):
        return found, anchor
    return FREQUENCIES[setting], 0


@dataclass(frozen=True)
class Steps:
    """How days become steps: the frequency, its anchor, and the first day of the last whole step."""

    frequency: Frequency
    anchor: int
    last: date

    @property
    def since(self) -> date:
        """The first step that is looked back on, were there sales as old as that."""
        back = f"-{self.frequency.history - 1}{self.frequency.every[1:]}"
        since: date = pl.select(pl.lit(self.last).dt.offset_by(back)).item()
        return since

    @property
    def end(self) -> date:
        """The last day of the last step."""
        return self.frequency.steps(self.last, 2)[1] - timedelta(days=1)

    def without_last(self) -> "Steps":
        """The same steps but for the last one."""
        back = f"-1{self.frequency.every[1:]}"
        last: date = pl.select(pl.lit(self.last).dt.offset_by(back)).item()
        return replace(self, last=last)

    def of_demand(self, demand: pl.DataFrame) -> pl.DataFrame:
        """Add up `demand` (unique_id, ds, y, price where known) by step, without an unfinished last one."""
        columns = [pl.col("y").sum()]
        if "price" in demand.columns:
            columns.append(pl.col("price").drop_nulls().last())
        return self._add_up(demand.sort("unique_id", "ds"), ["unique_id", "ds"], columns)

    def of_activity(self, activity: pl.DataFrame) -> pl.DataFrame:
        """Add up `activity` (ds, units, selling) by step; a step's `selling` is that of its busiest day."""
        return self._add_up(activity.sort("ds"), ["ds"], [pl.col("units").sum(), pl.col("selling").max()])

    def _add_up(self, frame: pl.DataFrame, keys: list[str], columns: list[pl.Expr]) -> pl.DataFrame:
        if self.frequency.name != "day":
            step = self.frequency.start_of(pl.col("ds"), self.anchor).alias("ds")
            frame = frame.with_columns(step).group_by(keys, maintain_order=True).agg(columns)
        return frame.filter(pl.col("ds") <= self.last)


def find_steps(days: pl.Series, as_of: date, setting: str) -> Steps:
    """Find the steps of the data's own frequency, from the days with sales, or of the one that is set."""
    frequency, anchor = chosen_frequency(setting, days)
    last = pl.select(frequency.start_of(pl.lit(as_of), anchor)).item()
    if chosen_frequency("auto", days)[0].name != frequency.name:
        after = frequency.steps(last, 2)[1]
        if as_of != after - timedelta(days=1):
            last = pl.select(frequency.start_of(pl.lit(last - timedelta(days=1)), anchor)).item()
    return Steps(frequency, anchor, last)
