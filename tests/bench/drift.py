"""Drift: false alarms on stable sales and errors, what is found in real sales, and how soon a shift is found.

BENCH_CATALOGUES: stable catalogues of 200 products, each watched for 12 months.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
from foresail.monitoring.drift.errors import Fallen, find_errors
from foresail.monitoring.drift.inputs import DAYS_READ, WEEKS_OF_YEAR_READ, YEAR, Drift, find_drifts
from foresail.warehouse.past_forecasts import Outcome

from tests.bench.series_sets import SeriesSet, load_sets

CATALOGUES, PRODUCTS = int(os.environ.get("BENCH_CATALOGUES", "25")), 200
MONTHS, DAYS_OF_MONTH = 12, 30
FIRST = date(2024, 1, 1)
WEEKDAYS = np.array([0.9, 0.9, 0.95, 1.0, 1.2, 1.4, 0.65])
SHIFTS = 100
ERRORS_DAYS = 120
REAL = ["m5", "retail"]


def main() -> None:
    """Print false alarms by kind of catalogue, then the days until a change is found."""
    for name, make in STABLE.items():
        for knows in (True, False):
            _print_stable(name, make, knows)
    errors = [found for seed in range(50 * CATALOGUES) for found in _stable_errors(seed)]
    months = 50 * CATALOGUES * ERRORS_DAYS / DAYS_OF_MONTH
    print(f"errors: {100 * len(errors) / months:.2f} false alarms per 100 catalogue-months")
    for real in load_sets(REAL):
        _print_real(real)
    for noise in (0.05, 0.1, 0.15, 0.2, 0.3):
        print(f"level +30 %, one product, spread {noise:.0%}: {_delays(noise, 1.3)}")
        print(f"level -30 %, one product, spread {noise:.0%}: {_delays(noise, 0.7)}")


def _print_stable(
    name: str, make: Callable[[np.random.Generator], np.ndarray], knows_last_year: bool
) -> None:
    sales = (make(np.random.default_rng(seed)) for seed in range(CATALOGUES))
    found = [drift for sold in sales for drift in watch(sold, knows_last_year=knows_last_year)]
    kinds = ", ".join(f"{kind} {count}" for kind, count in _count(found)) or "none"
    rate = 100 * len(found) / (CATALOGUES * MONTHS)
    known = "with" if knows_last_year else "without"
    print(f"{name}, {known} the year before: {rate:.2f} false alarms per 100 catalogue-months ({kinds})")


def _stable_errors(seed: int) -> list[Fallen]:
    """What is found in errors that are those of the backtest: WAPE varies by 15 % a day, bias by 6 %, half lasting."""
    rng = np.random.default_rng(seed)
    bias, shocks = np.zeros(ERRORS_DAYS), rng.normal(0, 0.05, ERRORS_DAYS)
    for day in range(1, ERRORS_DAYS):
        bias[day] = 0.5 * bias[day - 1] + shocks[day]
    wape = 0.3 * rng.lognormal(0, 0.15, ERRORS_DAYS)
    steps = [
        Outcome(
            1, 1, FIRST, FIRST + timedelta(days=day), 1, 100.0, 100 * (1 + bias[day]), 100 * wape[day], 1, 1
        )
        for day in range(ERRORS_DAYS)
    ]
    return find_errors(steps, 0.3)


def _print_real(real: SeriesSet) -> None:
    """What is found in real sales, where nobody knows what was a change."""
    frame = real.demand.filter(pl.col("y") > 0)
    first, last = frame["ds"].min(), frame["ds"].max()
    days, products = (last - first).days + 1, frame["unique_id"].max()
    sold = np.zeros((days, products))
    sold[(frame["ds"] - first).dt.total_days().to_numpy(), frame["unique_id"].to_numpy() - 1] = frame["y"]
    found = watch(sold, history=0)
    months = (days - DAYS_READ) / DAYS_OF_MONTH
    kinds = ", ".join(f"{kind} {count}" for kind, count in _count(found)) or "none"
    print(f"real, {real.name}: {len(found)} findings in {months:.0f} months of {products} products ({kinds})")


def watch(sold: np.ndarray, history: int = YEAR, knows_last_year: bool = True) -> list[Drift]:
    """What looking every day finds in units (days, products) after `history` days, each finding once in four weeks."""
    told: dict[tuple[str, int], date] = {}
    found = []
    for last in range(history + DAYS_READ - 1, len(sold), 7):
        newest = FIRST + timedelta(days=last)
        for drift in find_drifts(
            as_frame(sold, last), newest, year_before(sold, last) if knows_last_year else None
        ):
            known = told.get((drift.signal, drift.product_id))
            is_new = newest - timedelta(days=7) < drift.found_on
            if is_new and (known is None or drift.found_on - known > timedelta(days=28)):
                told[drift.signal, drift.product_id] = drift.found_on
                found.append(drift)
    return found


def as_frame(sold: np.ndarray, last: int, price: float = 2.0) -> pl.DataFrame:
    """Units of the days up to one, as rows."""
    part = sold[last - DAYS_READ + 1 : last + 1]
    day, product = np.nonzero(part)
    days = np.datetime64(FIRST) + (day + last - DAYS_READ + 1).astype("timedelta64[D]")
    return pl.DataFrame(
        {"product_id": product + 1, "ds": days, "y": part[day, product], "price": np.full(len(day), price)}
    ).with_columns(pl.col("ds").cast(pl.Date))


def year_before(sold: np.ndarray, last: int) -> pl.DataFrame | None:
    """Units of the weeks a year before those of `as_frame`, as rows; None where there are none."""
    first = last - DAYS_READ + 1 - YEAR
    if first < 0:
        return None
    weeks = sold[first : first + 7 * WEEKS_OF_YEAR_READ].reshape(WEEKS_OF_YEAR_READ, 7, -1).sum(axis=1)
    week, product = np.nonzero(weeks)
    return pl.DataFrame({"product_id": product + 1, "week": week, "y": weeks[week, product]})


def _means(rng: np.random.Generator) -> np.ndarray:
    days = YEAR + DAYS_READ + MONTHS * DAYS_OF_MONTH
    level = np.exp(rng.normal(1.5, 1.2, PRODUCTS))
    return level * WEEKDAYS[np.arange(days) % 7][:, None]


def _poisson(rng: np.random.Generator) -> np.ndarray:
    return rng.poisson(_means(rng)).astype(float)


def _scattered(rng: np.random.Generator) -> np.ndarray:
    mean = _means(rng)
    return rng.negative_binomial(4, 4 / (4 + mean)).astype(float)


def _seasonal(rng: np.random.Generator) -> np.ndarray:
    mean = _means(rng)
    year = 1 + 0.2 * np.sin(2 * np.pi * (np.arange(len(mean))[:, None] / 365 + rng.uniform(size=PRODUCTS)))
    return rng.poisson(mean * year).astype(float)


STABLE = {"Poisson": _poisson, "scattered": _scattered, "with a mild year": _seasonal}


def _delays(noise: float, factor: float) -> str:
    found, late = [], 0
    for seed in range(SHIFTS):
        rng = np.random.default_rng(1000 + seed)
        count = YEAR + DAYS_READ
        sold = 200 * WEEKDAYS[np.arange(count) % 7] * (1 + noise * rng.standard_normal(count))
        sold, at, last = np.maximum(0, sold)[:, None], count - 28, count - 1
        sold[at:] *= factor
        drifts = find_drifts(as_frame(sold, last), FIRST + timedelta(days=last), year_before(sold, last))
        found_on = [(drift.found_on - FIRST).days for drift in drifts if drift.product_id]
        days = [day - at + 1 for day in found_on if day >= at]
        if days:
            found.append(min(days))
        late += not days or min(days) > 7
    median = f"median {np.median(found):.0f} days" if found else "never found"
    return f"{median}, {SHIFTS - late} of {SHIFTS} within 7 days"


def _count(found: list[Drift]) -> list[tuple[str, int]]:
    kinds = [f"{drift.signal}{' of a product' if drift.product_id else ''}" for drift in found]
    return [(kind, kinds.count(kind)) for kind in sorted(set(kinds))]
