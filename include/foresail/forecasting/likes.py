"""Products with little history, or none, borrow the level of like ones: by name or producer, and by price."""

import numpy as np
import polars as pl

from foresail.forecasting.boosting import mix
from foresail.forecasting.frequency import Frequency
from foresail.forecasting.intervals import QUANTILES
from foresail.forecasting.levels import over_all_stores
from foresail.forecasting.plan import Plan, Summary

LIKE = 5
# Names less alike than this, of 100, say nothing of each other; nor do prices this many times apart.
ALIKE_MIN, PRICE_TIMES = 60.0, 3.0
# A short series' own level counts as its days do, the like products' as this many.
BORROWED_STEPS = {"day": 7, "week": 3, "month": 2}
# Names are compared with at most this many known products, drawn by hash, so many short ones at a time.
KNOWN_MAX, AT_ONCE = 5_000, 200
# How new products begin is measured on so many at most, in bands of level of so many at least.
BEGUN_MAX, BANDS, BAND_MIN = 300, 3, 10
# One product's beginning counts as at most this many times what like ones sell.
WINSOR = 10.0
TYPICAL = ((0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.5, 3.0, 4.5, 6.0),)
"""The plan's `beginnings` where too few are known: wide on purpose."""
SCHEMA = {"unique_id": pl.Int64, "like_level": pl.Float64, "like_names": pl.String}


def find_likes(
    summary: Summary, names: pl.DataFrame, plan: Plan
) -> tuple[pl.DataFrame, tuple[tuple[float, ...], ...]]:
    """Of each series that is short at the end of the plan's timeline, or never sold: SCHEMA, if it has likes.

    `names` is unique_id, name and, where known, producer and listed_price (of what never sold). The level is
    the median, over up to LIKE products alike in name (the RapidFuzz token set ratio) and price, of their
    units a step; products of the same producer come after those alike in name. Of what was listed and never
    sold, the level sinks with the steps that it was listed on. A series in a store is likened to others in
    stores, one over all stores to others over all. Returns the plan's `beginnings`, too, where anything never
    sold.
    """
    frequency = plan.timeline.frequency
    series = pl.concat([_sold(summary, plan), _unsold(summary, frequency)]).join(names, on="unique_id")
    if "listed_price" in names.columns:
        series = series.with_columns(pl.coalesce("price", "listed_price"))
    if "producer" not in names.columns:
        series = series.with_columns(producer=pl.lit(None, pl.String))
    kinds = [series.filter(over_all_stores() == whole).sort("unique_id") for whole in (True, False)]
    found = [row for kind in kinds for row in _find(kind, frequency)]
    begun = _measure_beginnings(max(kinds, key=len), frequency) if (series["y"] == 0).any() else ()
    return pl.DataFrame(found, schema=SCHEMA, orient="row"), begun


def _sold(summary: Summary, plan: Plan) -> pl.DataFrame:
    """What has sold: unique_id, y, price, age (steps), level (units a step), begun.

    `begun` is null where the first steps may lie before the data, or are not over.
    """
    frequency, series = plan.timeline.frequency, summary.series
    age = [frequency.between(first, plan.as_of) + 1 for first in series["first"]]
    series = series.with_columns(pl.Series("age", age, dtype=pl.Int64))
    is_begun = pl.col("age").is_between(frequency.short, pl.col("age").max() - frequency.short)
    level = (pl.col("y") / pl.col("age")).alias("level")
    return series.select(
        "unique_id", "y", "price", "age", level, pl.when(is_begun).then("begun").alias("begun")
    )


def _unsold(summary: Summary, frequency: Frequency) -> pl.DataFrame:
    """The same of what was listed, not for long, and never sold."""
    nothing = pl.lit(None, pl.Float64)
    return summary.unsold.filter(pl.col("steps") < frequency.short).select(
        "unique_id",
        pl.lit(0.0).alias("y"),
        nothing.alias("price"),
        pl.col("steps").alias("age"),
        pl.lit(0.0).alias("level"),
        pl.lit(None, pl.List(pl.Float64)).alias("begun"),
    )


def _find(series: pl.DataFrame, frequency: Frequency) -> list[tuple]:
    """Rows of SCHEMA for the short ones among series of one kind."""
    is_known = (pl.col("age") >= frequency.short) & (pl.col("y") > 0)
    short, known = series.filter(~is_known), series.filter(is_known)
    weight = BORROWED_STEPS[frequency.name]
    rows = []
    for row, like in _liken(short, known):
        sinks = 1.0 if row["y"] else weight / (weight + row["age"])
        rows.append((row["unique_id"], like["level"].median() * sinks, ", ".join(like["name"][:3])))
    return rows


def _measure_beginnings(series: pl.DataFrame, frequency: Frequency) -> tuple[tuple[float, ...], ...]:
    """How known products began against what the ones like them sell, in bands of that: see `Plan`."""
    known = series.filter((pl.col("age") >= frequency.short) & (pl.col("y") > 0))
    begun = _draw(known.filter(pl.col("begun").is_not_null()), BEGUN_MAX)
    pairs = sorted((like["level"].median(), row["begun"]) for row, like in _liken(begun, known))
    count = min(BANDS, len(pairs) // BAND_MIN)
    bands = []
    for number in range(count):
        band = pairs[number * len(pairs) // count : (number + 1) * len(pairs) // count]
        parts = np.zeros((len(band), frequency.short))
        for place, (level, units) in enumerate(band):
            parts[place, : len(units)] = np.array(units) / level
        least = band[0][0] if number else 0.0
        mean = np.minimum(parts.mean(axis=1), WINSOR).mean()
        bands.append((least, float(mean), *np.quantile(parts, QUANTILES).tolist()))
    return tuple(bands) or TYPICAL


def _liken(series: pl.DataFrame, known: pl.DataFrame) -> list[tuple[dict, pl.DataFrame]]:
    """Each series that has like ones among the known, itself left out, with the best LIKE of them."""
    if series.is_empty() or known.is_empty():
        return []
    known = _draw(known, KNOWN_MAX)
    return [
        (row, like)
        for part in series.iter_slices(AT_ONCE)
        for row, scores in zip(part.to_dicts(), _scores(part, known), strict=True)
        if (like := _best(row, known, scores)) is not None
    ]


def _draw(series: pl.DataFrame, most: int) -> pl.DataFrame:
    """At most about so many series, drawn by hash."""
    drawn = mix(series["unique_id"].to_numpy(), np.ones(1, dtype=int)) < most / max(series.height, 1)
    return series.filter(pl.Series(drawn)) if series.height > most else series


def _scores(series: pl.DataFrame, known: pl.DataFrame) -> np.ndarray:
    from rapidfuzz import fuzz, process, utils

    return process.cdist(
        series["name"].to_list(),
        known["name"].to_list(),
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE_MIN,
        dtype=np.float32,
    )


def _best(row: dict, known: pl.DataFrame, scores: np.ndarray) -> pl.DataFrame | None:
    """The LIKE likest: the names most alike first, of those the nearest in price."""
    price = known["price"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(np.log(price / row["price"])) if row["price"] else np.full(len(price), np.nan)
    near = ~(apart > np.log(PRICE_TIMES)) & (known["unique_id"].to_numpy() != row["unique_id"])
    if row["producer"]:
        same = (known["producer"] == row["producer"]).fill_null(False).to_numpy()
        scores = np.where(same & np.isfinite(apart), np.maximum(scores, ALIKE_MIN), scores)
    scores = np.where(near, scores, 0.0)
    order = np.lexsort((apart, -scores))[:LIKE]
    order = order[scores[order] >= ALIKE_MIN]
    return known[order.tolist()] if len(order) else None


def borrow(
    rows: pl.DataFrame, likes: pl.DataFrame, ages: dict[int, int], step: str, shares: np.ndarray
) -> pl.DataFrame:
    """Draw `chosen` of short series towards their like products' level, the more the shorter they are.

    `shares` are the season of the whole catalogue, by step ahead (profiles.seasonal_shares).
    """
    weight = BORROWED_STEPS[step]
    likes = likes.select("unique_id", "like_level", "like_names")
    joined = rows.join(likes, left_on="product_id", right_on="unique_id", how="left", maintain_order="left")
    age = pl.col("product_id").replace_strict(ages, return_dtype=pl.Float64)
    share = pl.lit(pl.Series(shares)).gather(pl.col("step") - 1)
    drawn = (age * pl.col("chosen") + weight * pl.col("like_level") * share) / (age + weight)
    level = (age * pl.col("level") + weight * pl.col("like_level")) / (age + weight)
    has_like = pl.col("like_level").is_not_null() & (pl.col("demand_class") == "short")
    return joined.with_columns(
        pl.when(has_like).then(drawn).otherwise("chosen").alias("chosen"),
        pl.when(has_like).then(level).otherwise("level").alias("level"),
        pl.when(has_like).then(pl.max_horizontal("swing", level)).otherwise("swing").alias("swing"),
        pl.when(has_like).then("like_names").alias("like_names"),
    )
