"""Products with little history borrow the level of like products: alike in name and in price."""

import numpy as np
import polars as pl

from foresail.forecasting.boosting import mix
from foresail.forecasting.plan import Plan, Summary

LIKE = 5
# Names less alike than this, of 100, say nothing of each other; nor do prices this many times apart.
ALIKE_MIN, PRICE_TIMES = 60.0, 3.0
# A short series' own level counts as its days do, the like products' as this many.
BORROWED_STEPS = {"day": 7, "week": 3, "month": 2}
# Names are compared with at most this many known products, drawn by hash, so many short ones at a time.
KNOWN_MAX, AT_ONCE = 5_000, 200
SCHEMA = {"unique_id": pl.Int64, "like_level": pl.Float64, "like_names": pl.String}


def find_likes(summary: Summary, names: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """For each series that is short at the end of the plan's timeline: SCHEMA, where it has like products.

    `names` is unique_id, name. The level is the median, over up to LIKE products alike in name (the RapidFuzz
    token set ratio) and price, of their units a step.
    """
    frequency, last = plan.timeline.frequency, plan.as_of
    series = summary.series.join(names, on="unique_id").sort("unique_id")
    age = [frequency.between(first, last) + 1 for first in series["first"]]
    series = series.with_columns(pl.Series("age", age, dtype=pl.Int64))
    series = series.with_columns(level=pl.col("y") / pl.col("age"))
    short = series.filter(pl.col("age") < frequency.short)
    known = series.filter(pl.col("age") >= frequency.short)
    if short.is_empty() or known.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    share = KNOWN_MAX / known.height
    if share < 1:
        known = known.filter(pl.Series(mix(known["unique_id"].to_numpy(), np.ones(1, dtype=int)) < share))
    rows = [
        _like(row, known, scores)
        for part in short.iter_slices(AT_ONCE)
        for row, scores in zip(part.to_dicts(), _scores(part, known), strict=True)
    ]
    return pl.DataFrame([row for row in rows if row], schema=SCHEMA, orient="row")


def _scores(short: pl.DataFrame, known: pl.DataFrame) -> np.ndarray:
    from rapidfuzz import fuzz, process, utils

    return process.cdist(
        short["name"].to_list(),
        known["name"].to_list(),
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE_MIN,
        dtype=np.float32,
    )


def _like(row: dict, known: pl.DataFrame, scores: np.ndarray) -> tuple | None:
    price = known["price"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(np.log(price / row["price"])) if row["price"] else np.full(len(price), np.nan)
    near = ~(apart > np.log(PRICE_TIMES))
    order = np.argsort(-np.where(near, scores, 0.0), kind="stable")[:LIKE]
    order = order[(scores[order] >= ALIKE_MIN) & near[order]]
    if not len(order):
        return None
    found = known[order.tolist()]
    return row["unique_id"], float(np.median(found["level"])), ", ".join(found["name"][:3])


def borrow(rows: pl.DataFrame, likes: pl.DataFrame, ages: dict[int, int], step: str) -> pl.DataFrame:
    """Draw `chosen` of short series towards their like products' level, the more the shorter they are."""
    weight = BORROWED_STEPS[step]
    joined = rows.join(likes, left_on="product_id", right_on="unique_id", how="left", maintain_order="left")
    age = pl.col("product_id").replace_strict(ages, return_dtype=pl.Float64)
    drawn = (age * pl.col("chosen") + weight * pl.col("like_level")) / (age + weight)
    level = (age * pl.col("level") + weight * pl.col("like_level")) / (age + weight)
    has_like = pl.col("like_level").is_not_null() & (pl.col("demand_class") == "short")
    return joined.with_columns(
        pl.when(has_like).then(drawn).otherwise("chosen").alias("chosen"),
        pl.when(has_like).then(level).otherwise("level").alias("level"),
        pl.when(has_like)
        .then(pl.max_horizontal("rmsse_scale", level))
        .otherwise("rmsse_scale")
        .alias("rmsse_scale"),
        pl.when(has_like).then("like_names").alias("like_names"),
    )
