"""Made-up catalogues with promotions and holidays told in advance: what is forecast on their steps and after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from foresail.forecasting.covariates.known import SCHEMA, Known

from tests.bench.forecasters import foresail
from tests.bench.made_up import STEPS, Floats, dates, frame_of, ordinary, poisson
from tests.bench.series_sets import SeriesSet

EASTERS = (
    date(2021, 4, 4), date(2022, 4, 17), date(2023, 4, 9), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5),
)  # fmt: skip
PROMOTION = "Promotion"


@dataclass(frozen=True)
class Told:
    """What is told of a catalogue: on which steps it sells `times` as much, by product (n, steps), and how.

    `prices` (n, steps) are those that the sales were made at, where they are known.
    """

    times: Floats
    holidays: dict[str, str]
    own: pl.DataFrame
    prices: Floats | None = None


@dataclass(frozen=True)
class EventKind:
    """A catalogue of `count` products whose `tell` says what is known of its steps."""

    name: str
    step: str
    last: date
    count: int
    tell: Callable[[np.random.Generator, list[date], int, int], Told]
    known: int | None = None

    def measure(self, draws: int) -> None:
        """Forecast some draws: on the event's steps and after it, in parts of what is expected."""
        parts = [self._draw(seed) for seed in range(draws)]
        rows = pl.concat(parts)
        for name, part in rows.group_by("what", maintain_order=True):
            told = part.group_by("draw").agg(pl.col("mean", "expected").sum())
            ratios = (told["mean"] / told["expected"]).to_list()
            total = part["mean"].sum() / part["expected"].sum()
            wape = (part["mean"] - part["expected"]).abs().sum() / part["expected"].sum()
            inside = part.select(pl.col("y").is_between("q10", "q90").mean()).item()
            label = f"{self.name}, {name[0]}"
            print(f"{label:<44}{total:>8.2f}{np.std(ratios):>8.2f}{wape:>8.2f}{inside:>9.2f}", flush=True)

    def _draw(self, seed: int) -> pl.DataFrame:
        rng = np.random.default_rng(seed)
        known, season, horizon = STEPS[self.step]
        known = self.known or known
        days = dates(self.step, self.last, known, horizon)
        told = self.tell(rng, days, self.count, known)
        means = [ordinary(rng, days, self.step) * times for times in told.times]
        drawn = [poisson(rng, mean) for mean in means]
        events = Known(told.holidays, told.own)
        demand = frame_of(drawn, days[:known])
        if told.prices is not None:
            demand = demand.join(_list_prices(told.prices, days), on=["unique_id", "ds"])
        wanted = SeriesSet(self.name, demand, self.step, season, horizon, 1, events)
        rows = foresail(wanted.demand, self.last, wanted)
        ahead = [
            pl.DataFrame({
                "unique_id": number, "ds": days[known:], "expected": mean[known:], "y": drawn[number][known:],
                "what": _what(told.times[number, known:]), "draw": seed,
            })
            for number, mean in enumerate(means) if (told.times[number, known:] != 1).any()
        ]  # fmt: skip
        wanted_rows = pl.concat(ahead).with_columns(pl.col("unique_id").cast(pl.Int64))
        return rows.join(wanted_rows, on=["unique_id", "ds"])


def _list_prices(prices: Floats, days: list[date]) -> pl.DataFrame:
    parts = [
        pl.DataFrame({"unique_id": number, "ds": days, "price": own}) for number, own in enumerate(prices)
    ]
    return pl.concat(parts).with_columns(pl.col("unique_id").cast(pl.Int64))


def _what(times: Floats) -> list[str]:
    return ["on its steps" if each != 1 else "on the others" for each in times]


def promotions(share: float, lift: float, length: int = 5) -> Callable[..., Told]:
    """Promotions of a share of the products (at least one), six a year, one of them ahead."""

    def tell(rng: np.random.Generator, days: list[date], count: int, known: int) -> Told:
        times = np.ones((count, len(days)))
        rows = []
        year = {7: 52, 1: 365, 30: 12}[max(1, min(30, (days[1] - days[0]).days))]
        for number in range(max(1, round(share * count))):
            starts = [*range(int(rng.integers(0, year // 6)), known - length, year // 6), known + 3]
            for start in starts:
                times[number, start : start + length] = lift
                rows += [(number, day, PROMOTION, None) for day in days[start : start + length]]
        return Told(times, {}, pl.DataFrame(rows, schema=SCHEMA, orient="row"))

    return tell


def priced_promotions(share: float, cut: float, elasticity: float) -> Callable[..., Told]:
    """Promotions whose price is told, too: what is cut off it lifts sales."""

    def tell(rng: np.random.Generator, days: list[date], count: int, known: int) -> Told:
        told = promotions(share, (1 - cut) ** -elasticity)(rng, days, count, known)
        usual = np.exp(rng.normal(1.0, 0.5, count))[:, None].round(2)
        prices = np.where(told.times != 1, (usual * (1 - cut)).round(2), usual) * np.ones(told.times.shape)
        place = {day: column for column, day in enumerate(days)}
        at = told.own.select("unique_id", "ds").rows()
        planned = pl.Series("price", [prices[row, place[day]] for row, day in at])
        return Told(told.times, {}, told.own.with_columns(planned), prices)

    return tell


def easter(lift: float, share: float = 1.0) -> Callable[..., Told]:
    """Easter, told by name, in every year; Easter Monday and Christmas are told, too, and change nothing."""

    def tell(rng: np.random.Generator, days: list[date], count: int, known: int) -> Told:
        times = np.ones((count, len(days)))
        affected = rng.uniform(size=count) < share
        length = days[1] - days[0]
        for day in EASTERS:
            at = [place for place, first in enumerate(days) if first <= day < first + length]
            times[np.ix_(affected, at)] = lift
        holidays = {day.isoformat(): "Easter" for day in EASTERS}
        holidays |= {(day + timedelta(days=1)).isoformat(): "Easter Monday" for day in EASTERS}
        holidays |= {f"{year}-12-25": "Christmas" for year in range(2021, 2027)}
        return Told(times, holidays, pl.DataFrame(schema=SCHEMA))

    return tell


TUESDAY, MONDAY, SPRING, WEEK = date(2025, 9, 30), date(2025, 9, 29), date(2026, 3, 25), date(2026, 3, 16)
EVENT_KINDS = (
    EventKind("promotion of 1 of 200, by day", "1d", TUESDAY, 200, promotions(1 / 200, 4.0), 730),
    EventKind("promotion of 5 of 200, by day", "1d", TUESDAY, 200, promotions(5 / 200, 4.0), 730),
    EventKind("promotion of 60 of 200, by day", "1d", TUESDAY, 200, promotions(60 / 200, 4.0), 730),
    EventKind("promotion of 5 of 200, by week", "1w", MONDAY, 200, promotions(5 / 200, 3.0, 1)),
    EventKind("mild promotion of 60 of 200, by day", "1d", TUESDAY, 200, promotions(0.3, 1.4), 730),
    EventKind("promotion of nothing, by day", "1d", TUESDAY, 200, promotions(0.3, 1.0001), 730),
    EventKind(
        "priced promotion of 60 of 200, by day", "1d", TUESDAY, 200, priced_promotions(0.3, 0.3, 3.0), 730
    ),
    EventKind("Easter of all, by week", "1w", WEEK, 60, easter(3.0), 262),
    EventKind("Easter of a third, by week", "1w", WEEK, 60, easter(3.0, 0.33), 262),
    EventKind("Easter of all, by day", "1d", SPRING, 60, easter(3.0), 1_096),
    EventKind("Easter of nothing, by week", "1w", WEEK, 60, easter(1.0001), 262),
)
