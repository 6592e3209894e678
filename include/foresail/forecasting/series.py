"""Daily series: gaps told from zeros, and each series' demand class.

The classes are Syntetos and Boylan's ("The accuracy of intermittent demand estimates", 2005): the mean
interval between days with demand (ADI) against 1.32, the squared coefficient of variation of the demand
on those days (CV2) against 0.49.
"""

from datetime import date, timedelta

import polars as pl

ADI_LIMIT = 1.32
CV2_LIMIT = 0.49
# A product is no longer sold when it has been still for longer than this, and for far longer than usual.
STILL_DAYS = 90
STILL_INTERVALS = 10
# Below this many days there is too little to learn a week's shape from.
SHORT_DAYS = 28
LEVEL_DAYS = 56
SPREAD_DAYS = 182
PROFILE_DAYS = 182
# Errors shrink with a weekday's share of the week, but not to nothing: even a closed day can surprise.
SHARE_MIN = 0.1
NO_LONGER_SOLD = "no-longer-sold"
TOO_SHORT = "short"


def fill_days(demand: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a day from a product's first sale to `as_of`: unique_id, ds, y. A day without sales is zero."""
    sold = demand.filter(pl.col("y") > 0).select("unique_id", "ds", "y")
    days = sold.group_by("unique_id").agg(pl.col("ds").min().alias("first"))
    grid = days.select("unique_id", pl.date_ranges("first", pl.lit(as_of)).alias("ds")).explode("ds")
    filled = grid.join(sold, on=["unique_id", "ds"], how="left")
    return filled.with_columns(pl.col("y").fill_null(0.0)).sort("unique_id", "ds")


def measure_activity(demand: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What all products together sold: ds, units; every day from the first sale to `as_of` has its row."""
    sold = demand.filter(pl.col("y") > 0)
    total = sold.group_by("ds").agg(pl.col("y").sort().sum().alias("units"))
    first = total["ds"].min()
    days = pl.date_range(first, as_of, eager=True).alias("ds").to_frame() if first else total.select("ds")
    return days.join(total, on="ds", how="left").with_columns(pl.col("units").fill_null(0.0)).sort("ds")


def weekday_profile(activity: pl.DataFrame, until: date) -> pl.DataFrame:
    """The share of an average day that each weekday is, over all products: weekday (1 is Monday), share.

    A product that sells twice a month has no week of its own to learn; the catalogue has, closed days too.
    The median over weeks, each in parts of itself, so that no holiday and no freak order bends it.
    """
    recent = activity.filter(pl.col("ds").is_between(until - timedelta(days=PROFILE_DAYS - 1), until))
    weekdays = pl.DataFrame({"weekday": range(1, 8)}, schema={"weekday": pl.Int8})
    if recent.height < SHORT_DAYS or recent["units"].sum() == 0:
        return weekdays.with_columns(share=pl.lit(1.0))
    week = (pl.lit(until) - pl.col("ds")).dt.total_days() // 7
    parts = recent.with_columns(
        pl.col("ds").dt.weekday().alias("weekday"),
        (pl.col("units") / pl.col("units").mean().over(week)).alias("part"),
    ).filter(pl.col("part").is_finite())
    shares = parts.group_by("weekday").agg(pl.col("part").median().alias("share"))
    joined = weekdays.join(shares, on="weekday", how="left").with_columns(pl.col("share").fill_null(0.0))
    return joined.with_columns(pl.col("share") / pl.col("share").mean())


def scale_of_day() -> pl.Expr:
    """What errors of one day are measured by: the series' scale, by the weekday's share of the week."""
    return (pl.col("scale") * pl.col("share").clip(lower_bound=SHARE_MIN)).alias("scale")


def describe(history: pl.DataFrame) -> pl.DataFrame:
    """Per series: days, level (units a day, recent), scale, peak (units), adi, cv2, demand_class.

    `scale` is what errors are measured by: how much a weekday differs from the one before where there is
    demand on most days, and the level where there is not (such differences are mostly zero there).
    """
    sold = pl.col("y") > 0
    demand = pl.col("y").filter(sold)
    figures = history.group_by("unique_id").agg(
        pl.len().alias("days"),
        (pl.len() / sold.sum()).alias("adi"),
        ((demand.std(ddof=0) / demand.mean()) ** 2).alias("cv2"),
        pl.max_horizontal(pl.col("y").tail(LEVEL_DAYS).mean(), pl.col("y").mean() / 2).alias("level"),
        pl.max_horizontal(pl.col("y").diff(7).tail(SPREAD_DAYS).abs().mean(), pl.col("y").mean() / 10).alias(
            "spread"
        ),
        pl.col("y").max().alias("peak"),
        (pl.col("ds").max() - pl.col("ds").filter(sold).max()).dt.total_days().alias("still_days"),
    )
    still = (pl.col("still_days") > STILL_DAYS) & (
        pl.col("still_days") > STILL_INTERVALS * pl.col("adi_active")
    )
    often = pl.col("adi") < ADI_LIMIT
    steady = pl.col("cv2") < CV2_LIMIT
    demand_class = (
        pl.when(still).then(pl.lit(NO_LONGER_SOLD))
        .when(pl.col("days") < SHORT_DAYS).then(pl.lit(TOO_SHORT))
        .when(often & steady).then(pl.lit("smooth"))
        .when(often).then(pl.lit("erratic"))
        .when(steady).then(pl.lit("intermittent"))
        .otherwise(pl.lit("lumpy"))
    )  # fmt: skip
    active = (pl.col("days") - pl.col("still_days")) * pl.col("adi") / pl.col("days")
    return (
        figures.with_columns(active.alias("adi_active"))
        .with_columns(demand_class.alias("demand_class"))
        .with_columns(pl.when(often).then("spread").otherwise("level").alias("scale"))
        .drop("adi_active", "spread")
        .sort("unique_id")
    )
