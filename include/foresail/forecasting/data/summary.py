"""What is known of each series before anything is planned, and of all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from foresail.forecasting.data.periods import Frequency

# Prices this close, in parts of each other, are the same; as many as this must be for them to be set ahead.
SAME_PRICE, HOLDING = 0.005, 0.5


@dataclass(frozen=True)
class Summary:
    """What is known of each series before there is a plan: a row a series, and how its prices held.

    `series` is unique_id, first (its first step with a sale), sold (on how many of the steps that are looked
    back on), y (units in all), launch (the units of its sales in its first steps, as many as make a
    history), price (the median); `unsold` is unique_id, steps (how many
    it was listed on) of what never sold; `changes` counts the prices that another followed, `held` those that
    stayed as they were.
    """

    series: pl.DataFrame
    unsold: pl.DataFrame
    changes: int
    held: int


def summarise(demand: pl.DataFrame, frequency: Frequency, since: date = date.min) -> Summary:
    """Summarise a shard's demand by step; `since` is the first one that is looked back on."""
    sold = demand.filter(pl.col("y") > 0)
    known = pl.col("ds").min().dt.offset_by(f"{frequency.short}{frequency.every[1:]}")
    price = pl.col("price") if "price" in demand.columns else pl.lit(None, pl.Float64).alias("price")
    series = (
        sold.sort("unique_id", "ds")
        .group_by("unique_id", maintain_order=True)
        .agg(
            pl.col("ds").min().alias("first"),
            (pl.col("ds") >= since).sum().alias("sold"),
            pl.col("y").sum(),
            pl.col("y").filter(pl.col("ds") < known).alias("launch"),
            price.median(),
        )
    )
    listed = demand.group_by("unique_id").agg(steps=pl.len().cast(pl.Int64))
    unsold = listed.join(sold, on="unique_id", how="anti").sort("unique_id")
    if "price" not in demand.columns:
        return Summary(series.sort("unique_id"), unsold, 0, 0)
    priced = sold.filter(pl.col("price") > 0).sort("unique_id", "ds")
    change = (pl.col("price") / pl.col("price").shift(1).over("unique_id") - 1).abs()
    changes = priced.select(change.alias("change")).drop_nulls()["change"]
    return Summary(series.sort("unique_id"), unsold, len(changes), int((changes < SAME_PRICE).sum()))


def join_summaries(parts: Sequence[Summary]) -> Summary:
    """Join the summaries of all shards."""
    series = pl.concat([part.series for part in parts]).sort("unique_id")
    unsold = pl.concat([part.unsold for part in parts]).sort("unique_id")
    return Summary(series, unsold, sum(part.changes for part in parts), sum(part.held for part in parts))


def prices_hold(summary: Summary) -> bool:
    """Tell whether prices are set before sales: most stay as they were from one sale to the next.

    A price that differs with every order is the outcome of the order, not a cause of it: a large order gets a
    discount. Nothing is learned from such prices.
    """
    return summary.changes > 0 and summary.held >= HOLDING * summary.changes
