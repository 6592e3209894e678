"""Made-up products of kinds that planners lose money on: what is forecast in parts of what is expected.

Environment: BENCH_KINDS (names, or parts of names), BENCH_DRAWS (catalogues of each kind, 5).
"""

import os
from datetime import date

import numpy as np
import polars as pl

from tests.bench.forecasters import foresail
from tests.bench.made_up import (
    ORDINARY,
    Kind,
    changing,
    every,
    in_months,
    on_days,
    orders,
    own_year,
    poisson,
    scattered,
    with_an_order,
)
from tests.bench.made_up_events import EVENT_KINDS
from tests.bench.made_up_peaks import PEAK_KINDS

WINTER, SUMMER = (11, 12, 1), (5, 6, 7, 8, 9)
YEAR_END = date(2025, 9, 28)
KINDS = (
    Kind("winter only, by day", "1d", date(2025, 10, 24), in_months(WINTER, 15), scattered),
    Kind("summer only, by day", "1d", date(2025, 4, 20), in_months(SUMMER, 15), scattered),
    Kind("winter only, in season", "1d", date(2025, 12, 7), in_months(WINTER, 15), scattered),
    Kind("winter only, ending", "1d", date(2026, 1, 18), in_months(WINTER, 15), scattered),
    Kind("winter only, by week", "1w", date(2025, 10, 20), in_months(WINTER, 60), scattered),
    Kind("summer only, by week", "1w", date(2025, 4, 14), in_months(SUMMER, 60), scattered),
    Kind("winter only, by month", "1mo", date(2025, 9, 1), in_months(WINTER, 300), scattered),
    Kind("summer only, by month", "1mo", date(2025, 3, 1), in_months(SUMMER, 300), scattered),
    Kind("growing winter, by day", "1d", date(2025, 10, 24), in_months(WINTER, 15, 0.2), scattered),
    Kind("two winters, by day", "1d", date(2025, 10, 24), in_months(WINTER, 15), scattered, 760),
    *(
        Kind(f"an order every {interval} days", "1d", date(2025, 9, 30), every(interval), orders(interval))
        for interval in (2, 5, 10, 20, 40, 80)
    ),
    Kind("closed on Sundays", "1d", YEAR_END, on_days(lambda day: day.weekday() != 6, 8), poisson),
    Kind("closed at weekends", "1d", YEAR_END, on_days(lambda day: day.weekday() < 5, 8), poisson),
    Kind("on each first of a month", "1d", YEAR_END, on_days(lambda day: day.day == 1, 60), poisson),
    Kind("every second Tuesday", "1d", YEAR_END, on_days(lambda day: day.toordinal() % 14 == 2, 60), poisson),
    Kind("one order of 5,000", "1d", YEAR_END, changing(lambda day: 1.0 + 0 * day), with_an_order(5_000)),
    Kind(
        "three times up 14 days ago", "1d", YEAR_END, changing(lambda day: 1.0 + 2 * (day >= -14)), scattered
    ),
    Kind(
        "three times up 28 days ago", "1d", YEAR_END, changing(lambda day: 1.0 + 2 * (day >= -28)), scattered
    ),
    Kind("growing 8 % a month", "1d", YEAR_END, changing(lambda day: 1.08 ** (day / 30.4)), scattered),
    Kind("falling 8 % a month", "1d", YEAR_END, changing(lambda day: 0.92 ** (day / 30.4)), scattered),
    Kind("own year, before its peak", "1d", YEAR_END, changing(own_year(45)), scattered),
    Kind("own year, after its peak", "1d", YEAR_END, changing(own_year(-150)), scattered),
    Kind("eight a day", "1d", date(2025, 9, 30), every(1, 8), poisson),
)


def main() -> None:
    """Forecast every kind and say how it did."""
    wanted = os.environ.get("BENCH_KINDS", "").split(",")
    draws = int(os.environ.get("BENCH_DRAWS", "5"))
    print(f"{'':<44}{'ratio':>8}{'spread':>8}{'WAPE':>8}{'in 80 %':>9}")
    for kind in KINDS:
        if any(part.strip() in kind.name for part in wanted):
            measure(kind, draws)
    for event in (*EVENT_KINDS, *PEAK_KINDS):
        if any(part.strip() in event.name for part in wanted):
            event.measure(draws)


def measure(kind: Kind, draws: int) -> None:
    """Forecast catalogues of one kind: the mean in parts of what is expected, over all and its spread."""
    ratios, parts = [], []
    for seed in range(draws):
        wanted, expected = kind.make(seed)
        rows = foresail(wanted.demand, kind.last, wanted)
        joined = rows.join(expected, on=["unique_id", "ds"])
        by_product = joined.group_by("unique_id").agg(pl.col("mean", "expected").sum())
        ratios += (by_product["mean"] / by_product["expected"]).to_list()
        parts.append(joined)
    told = pl.concat(parts)
    total = told["mean"].sum() / told["expected"].sum()
    wape = (told["mean"] - told["expected"]).abs().sum() / told["expected"].sum()
    inside = told.filter(pl.col("expected") > 0).select(pl.col("y").is_between("q10", "q90").mean()).item()
    print(f"{kind.name:<44}{total:>8.2f}{np.std(ratios):>8.2f}{wape:>8.2f}{inside:>9.2f}", flush=True)


__all__ = ["ORDINARY", "main", "measure"]
