"""How often a clean row is called unusual, and how many slips of the keyboard are found, on real sales."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from foresail.errors import UnmappedHeader
from foresail.intake.checking import check
from foresail.intake.unusual import find_unusual
from foresail.intake.unusual_prices import find_unusual_prices

from tests.bench.series_sets import SHARED

SEEDS, SLIPS = 5, 200
FILES = ("Online Retail.xlsx", "mrtssales92-present.xls")


def main() -> None:
    """Count on each real workbook: unusual rows as they are, and planted slips of two and three zeros."""
    for name in FILES:
        path = SHARED / "workbooks" / name
        if path.exists():
            _measure(path)
        else:
            print(f"{name} is not there: skipped")


def _measure(path: Path) -> None:
    try:
        checked = check(path, date.today())
    except UnmappedHeader as asked:
        print(f"{path.name}: asked about before it is read: {asked}")
        return
    sales = checked.sales.with_columns(pl.lit(0).alias("sheet"))
    sold = sales.filter(pl.col("quantity") > 0)
    alarms = find_unusual(sold).filter("is_unusual").height
    print(
        f"{path.name}: {sold.height:,} sales, {alarms:,} called unusual: 1 in {sold.height // max(alarms, 1):,}"
    )
    priced = sales.filter(pl.col("unit_price") > 0)
    prices = int(find_unusual_prices(priced).sum()) if priced.height else 0
    print(f"  {priced.height:,} prices, {prices:,} called unusual: 1 in {priced.height // max(prices, 1):,}")
    for factor in (100, 1000):
        shares = [_find_planted(sold, factor, seed) for seed in range(SEEDS)]
        print(
            f"  slips of a factor of {factor:,} found: {np.mean(shares):.0%} ({SLIPS} a seed, {SEEDS} seeds)"
        )


def _find_planted(sold: pl.DataFrame, factor: int, seed: int) -> float:
    places = np.random.default_rng(seed).choice(sold.height, min(SLIPS, sold.height // 50), replace=False)
    is_slip = pl.int_range(pl.len()).is_in(places.tolist())
    quantity = pl.when(is_slip).then(pl.col("quantity") * factor).otherwise("quantity")
    found = find_unusual(sold.with_columns(quantity.alias("quantity"))).filter("is_unusual")["place"]
    return float(np.isin(places, found.to_numpy()).mean())
