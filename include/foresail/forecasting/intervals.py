"""Conformal quantiles: the backtest's own errors, scaled and pooled over like products.

Split conformal prediction (Vovk et al. 2005) with the pool widened to a demand class and a stretch of
lead time: a single product has far too few errors to take a 5 % quantile of.
"""

import polars as pl

from foresail.forecasting.selection import EVERY_CLASS

QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
COLUMNS = tuple(f"q{round(level * 100):02d}" for level in QUANTILES)
# The first day of each stretch of lead time, in days.
LEAD_TIMES = (1, 8, 15)
POOL_ROWS_MIN = 200
NO_BACKTEST = {"q05": -1.0, "q10": -1.0, "q25": -0.75, "q50": 0.0, "q75": 0.75, "q90": 2.0, "q95": 3.0}
"""Wide on purpose: with nothing measured, from nothing to three or four times the scale."""


def lead_time(step: pl.Expr) -> pl.Expr:
    """The stretch of lead time a step lies in, named by its first day."""
    return pl.max_horizontal(
        *(pl.when(step >= first).then(first).otherwise(LEAD_TIMES[0]) for first in LEAD_TIMES)
    ).cast(pl.Int32)


def calibrate(backtest: pl.DataFrame) -> list[dict]:
    """Quantiles of (y - chosen) / scale per class and lead time, as rows of demand_class, lead_time, q05...

    Pools that are too small are left out; the row of class `all` and lead time 0 stands in for them.
    """
    scaled = backtest.select(
        "demand_class",
        lead_time(pl.col("step")).alias("lead_time"),
        ((pl.col("y") - pl.col("chosen")) / pl.col("scale")).alias("error"),
    ).filter(pl.col("error").is_finite())
    if scaled.height < POOL_ROWS_MIN:
        return [{"demand_class": EVERY_CLASS, "lead_time": 0, **NO_BACKTEST}]
    whole = scaled.with_columns(demand_class=pl.lit(EVERY_CLASS), lead_time=pl.lit(0, pl.Int32))
    pools = (
        pl.concat([scaled, whole])
        .group_by("demand_class", "lead_time")
        .agg(
            pl.len().alias("rows"),
            *(
                pl.col("error").quantile(level, "linear").alias(name)
                for level, name in zip(QUANTILES, COLUMNS, strict=True)
            ),
        )
        .filter(pl.col("rows") >= POOL_ROWS_MIN)
        .sort("demand_class", "lead_time")
    )
    return pools.drop("rows").to_dicts()


def add_quantiles(forecasts: pl.DataFrame, pools: list[dict]) -> pl.DataFrame:
    """Add q05 to q95 (units, never negative, never crossing) to rows of demand_class, step, scale, mean."""
    table = pl.DataFrame(pools).with_columns(pl.col("lead_time").cast(pl.Int32))
    whole = table.filter((pl.col("demand_class") == EVERY_CLASS) & (pl.col("lead_time") == 0)).row(
        0, named=True
    )
    joined = forecasts.with_columns(lead_time(pl.col("step")).alias("lead_time")).join(
        table, on=["demand_class", "lead_time"], how="left", maintain_order="left"
    )
    values = [
        (pl.col("mean") + pl.col("scale") * pl.col(name).fill_null(whole[name])).clip(lower_bound=0.0)
        for name in COLUMNS
    ]
    ordered = [
        pl.max_horizontal(*values[: position + 1]).alias(name) for position, name in enumerate(COLUMNS)
    ]
    return joined.with_columns(ordered).drop("lead_time")


def measure_coverage(backtest: pl.DataFrame) -> list[dict]:
    """The share of actual days inside the 80 % and 90 % bands on the newest window, set by the older ones."""
    if backtest.is_empty():
        return []
    newest = backtest["window"].max()
    older, held_out = (
        backtest.filter(pl.col("window") != newest),
        backtest.filter(pl.col("window") == newest),
    )
    if older.height < POOL_ROWS_MIN or held_out.is_empty():
        return []
    banded = add_quantiles(held_out.with_columns(mean=pl.col("chosen")), calibrate(older))
    bands = {"coverage_80": ("q10", "q90"), "coverage_90": ("q05", "q95")}
    shares = banded.select(pl.col("y").is_between(*band).mean().alias(name) for name, band in bands.items())
    return [
        {"segment": EVERY_CLASS, "method": "chosen", "name": name, "value": value}
        for name, value in shares.row(0, named=True).items()
    ]
