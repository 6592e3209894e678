"""Made-up products of kinds that planners lose money on: what is expected of each is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from tests.bench.series_sets import SeriesSet

Floats = npt.NDArray[np.float64]
ORDINARY = 120
OF_A_KIND = 6
STEPS = {"1d": (1_095, 7, 28), "1w": (208, 52, 8), "1mo": (60, 12, 6)}
"""By step: how many are known, how many make a season, and how many are forecast."""


@dataclass(frozen=True)
class Kind:
    """A kind of product: `expected` gives the mean of each step, `draw` what is sold of it.

    `last` is the last day that is known.
    """

    name: str
    step: str
    last: date
    expected: Callable[[np.random.Generator, list[date]], Floats]
    draw: Callable[[np.random.Generator, Floats], Floats]
    known: int | None = None

    def make(self, seed: int) -> tuple[SeriesSet, pl.DataFrame]:
        """A catalogue of ordinary products with some of the kind; what is expected and sold (y) of these ahead."""
        rng = np.random.default_rng(seed)
        known, season, horizon = STEPS[self.step]
        known = self.known or known
        days = dates(self.step, self.last, known, horizon)
        others = [poisson(rng, ordinary(rng, days, self.step)) for _ in range(ORDINARY)]
        means = [self.expected(rng, days) for _ in range(OF_A_KIND)]
        drawn = [self.draw(rng, mean) for mean in means]
        demand = frame_of([*others, *drawn], days[:known])
        wanted = [
            pl.DataFrame(
                {
                    "unique_id": ORDINARY + number,
                    "ds": days[known:],
                    "expected": mean[known:],
                    "y": drawn[number][known:],
                }
            )
            for number, mean in enumerate(means)
        ]
        ahead = pl.concat(wanted).with_columns(pl.col("unique_id").cast(pl.Int64))
        return SeriesSet(self.name, demand, self.step, season, horizon, 1), ahead


def dates(step: str, last: date, known: int, horizon: int) -> list[date]:
    """The first days of all steps: so many up to the last, and so many after it."""
    first = pl.select(pl.lit(last).dt.offset_by(f"-{known - 1}{step[1:]}")).item()
    end = pl.select(pl.lit(last).dt.offset_by(f"{horizon}{step[1:]}")).item()
    return pl.date_range(first, end, step, eager=True).to_list()


def frame_of(series: list[Floats], days: list[date]) -> pl.DataFrame:
    parts = [
        pl.DataFrame({"unique_id": number, "ds": days, "y": values[: len(days)]})
        for number, values in enumerate(series)
    ]
    return pl.concat(parts).filter(pl.col("y") > 0).with_columns(pl.col("unique_id").cast(pl.Int64))


def poisson(rng: np.random.Generator, mean: Floats) -> Floats:
    """Counts of single sales."""
    return rng.poisson(mean).astype(float)


def scattered(rng: np.random.Generator, mean: Floats) -> Floats:
    """Counts whose variance is above their mean (negative binomial, dispersion 4)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(mean > 0, rng.negative_binomial(4, 4 / (4 + np.maximum(mean, 1e-9))), 0).astype(float)


def ordinary(rng: np.random.Generator, days: list[date], step: str) -> Floats:
    """A product of any size with a week and a mild year, as most are."""
    level = np.exp(rng.normal(1.5, 1.2)) * {"1d": 1, "1w": 7, "1mo": 30}[step]
    year = 1 + 0.2 * np.sin(
        2 * np.pi * (np.array([day.timetuple().tm_yday for day in days]) / 365 + rng.uniform())
    )
    week = np.array([0.9, 0.9, 0.95, 1.0, 1.2, 1.4, 0.65]) if step == "1d" else np.ones(7)
    return level * year * week[[day.weekday() for day in days]]


def in_months(months: tuple[int, ...], level: float, growth: float = 0.0) -> Callable[..., Floats]:
    """Sold in some months only, with a rise and a fall, and growing by a share a year."""

    def expected(rng: np.random.Generator, days: list[date]) -> Floats:
        own = level * np.exp(rng.normal(0, 0.3))
        years = np.array([(day - days[0]).days / 365 for day in days])
        shape = np.array(
            [1.0 if day.month in months[1:-1] else 0.6 if day.month in months else 0 for day in days]
        )
        return own * shape * (1 + growth) ** years

    return expected


def every(interval: float, size: float = 3.0) -> Callable[..., Floats]:
    """An order every so many steps on average, as `orders` draws them."""

    def expected(rng: np.random.Generator, days: list[date]) -> Floats:
        return np.full(len(days), size * np.exp(rng.normal(0, 0.3)) / interval)

    return expected


def orders(interval: float) -> Callable[[np.random.Generator, Floats], Floats]:
    """Orders of varying size, so many steps apart on average."""

    def draw(rng: np.random.Generator, mean: Floats) -> Floats:
        size = np.maximum(1, np.round(mean * interval * rng.lognormal(-0.18, 0.6, len(mean))))
        return np.where(rng.uniform(size=len(mean)) < 1 / interval, size, 0.0)

    return draw


def on_days(suits: Callable[[date], bool], size: float) -> Callable[..., Floats]:
    """So much on the days that suit, and nothing on the others."""

    def expected(rng: np.random.Generator, days: list[date]) -> Floats:
        own = size * np.exp(rng.normal(0, 0.3))
        return own * np.array([1.0 if suits(day) else 0.0 for day in days])

    return expected


def changing(times: Callable[[Floats], Floats], level: float = 20.0) -> Callable[..., Floats]:
    """A level that changes by a factor of the days until the end of what is known (negative before it)."""

    def expected(rng: np.random.Generator, days: list[date]) -> Floats:
        known = len(days) - STEPS["1d"][2]
        return level * np.exp(rng.normal(0, 0.5)) * times(np.arange(len(days)) - known)

    return expected


def own_year(peak: int) -> Callable[[Floats], Floats]:
    """A strong year of one's own, whose peak lies so many days after the end of what is known."""
    return lambda day: 1 + 0.8 * np.cos(2 * np.pi * (day - peak) / 364)


def with_an_order(units: float) -> Callable[[np.random.Generator, Floats], Floats]:
    """Single sales, and one order five days before the end of what is known."""

    def draw(rng: np.random.Generator, mean: Floats) -> Floats:
        out = poisson(rng, mean)
        out[len(out) - STEPS["1d"][2] - 5] = units
        return out

    return draw
