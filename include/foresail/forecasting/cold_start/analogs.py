"""Analogs: like products, by name or producer and price, whose level is lent to ones of little history."""

from typing import NamedTuple, TypedDict, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from foresail.forecasting.cold_start.launch_profiles import Profiles, profile_launches
from foresail.forecasting.data.arrays import Bools, Floats
from foresail.forecasting.data.demand_classes import TOO_SHORT
from foresail.forecasting.data.hashing import is_drawn
from foresail.forecasting.data.periods import Frequency
from foresail.forecasting.data.series_ids import over_all_stores
from foresail.forecasting.data.summary import Summary
from foresail.forecasting.data.timeline import Timeline

ANALOGS_MAX = 5
# Names less alike than this, of 100, say nothing of each other; nor do prices this many times apart.
ALIKE_MIN, PRICE_TIMES = 60.0, 3.0
# A short series' own level counts as its days do, the like products' as this many.
BORROWED_STEPS = {"day": 7, "week": 3, "month": 2}
# Names are compared with at most this many known products, drawn by hash, so many short ones at a time.
KNOWN_MAX, AT_ONCE = 5_000, 200
# How new products began is measured on so many at most.
LAUNCHES_MAX = 300
SCHEMA: dict[str, type[pl.DataType]] = {
    "unique_id": pl.Int64,
    "analog_level": pl.Float64,
    "analog_names": pl.String,
}


class Series(TypedDict):
    """What is known of a series that analogs are looked for: y and level are units, age steps."""

    unique_id: int
    y: float
    price: float | None
    age: int
    level: float
    launch: list[float] | None
    name: str
    producer: str | None
    category: str | None


class Match(NamedTuple):
    """A series and its analogs, the likest first."""

    series: Series
    analogs: pl.DataFrame

    @property
    def level(self) -> float:
        """The median level of the analogs, units a step."""
        return cast(float, self.analogs["level"].median())


def find_analogs(summary: Summary, names: pl.DataFrame, timeline: Timeline) -> tuple[pl.DataFrame, Profiles]:
    """Find the analogs of each series that is short at the end of the timeline, or never sold: SCHEMA.

    `names` is unique_id, name and, where known, producer, category and listed_price (of what never sold). The
    level is
    the median, over up to ANALOGS_MAX products alike in name (the RapidFuzz token set ratio) and price, of
    their units a step; those of its category come first, by name, then those alike in name, then those of its
    producer. Of what was listed and
    never sold, the level sinks with the steps that it was listed on. A series in a store is likened to others
    in stores, one over all stores to others over all. Returns launch profiles, too, if anything never sold.
    """
    frequency = timeline.frequency
    series = pl.concat([_sold(summary, timeline), _unsold(summary, frequency)]).join(names, on="unique_id")
    if "listed_price" in names.columns:
        series = series.with_columns(pl.coalesce("price", "listed_price"))
    unknown = [name for name in ("producer", "category") if name not in names.columns]
    series = series.with_columns(pl.lit(None, pl.String).alias(name) for name in unknown)
    kinds = [series.filter(over_all_stores() == whole).sort("unique_id") for whole in (True, False)]
    found = [row for kind in kinds for row in _find(kind, frequency)]
    profiles = _profile(max(kinds, key=len), frequency) if (series["y"] == 0).any() else ()
    return pl.DataFrame(found, schema=SCHEMA, orient="row"), profiles


def _sold(summary: Summary, timeline: Timeline) -> pl.DataFrame:
    """What has sold: the columns of Series but names.

    `launch` is null where the first steps may lie before the data, or are not over.
    """
    frequency, series = timeline.frequency, summary.series
    age = [frequency.between(first, timeline.as_of) + 1 for first in series["first"]]
    series = series.with_columns(pl.Series("age", age, dtype=pl.Int64))
    is_whole = pl.col("age").is_between(frequency.short, pl.col("age").max() - frequency.short)
    level = (pl.col("y") / pl.col("age")).alias("level")
    return series.select(
        "unique_id", "y", "price", "age", level, pl.when(is_whole).then("launch").alias("launch")
    )


def _unsold(summary: Summary, frequency: Frequency) -> pl.DataFrame:
    """The same of what was listed, not for long, and never sold."""
    return summary.unsold.filter(pl.col("steps") < frequency.short).select(
        "unique_id",
        pl.lit(0.0).alias("y"),
        pl.lit(None, pl.Float64).alias("price"),
        pl.col("steps").alias("age"),
        pl.lit(0.0).alias("level"),
        pl.lit(None, pl.List(pl.Float64)).alias("launch"),
    )


def _find(series: pl.DataFrame, frequency: Frequency) -> list[tuple[int, float, str]]:
    """Rows of SCHEMA for the short ones among series of one kind."""
    is_known = (pl.col("age") >= frequency.short) & (pl.col("y") > 0)
    short, known = series.filter(~is_known), series.filter(is_known)
    weight = BORROWED_STEPS[frequency.name]
    rows = []
    for match in _match(short, known):
        row = match.series
        sinks = 1.0 if row["y"] else weight / (weight + row["age"])
        rows.append((row["unique_id"], match.level * sinks, ", ".join(match.analogs["name"][:3])))
    return rows


def _profile(series: pl.DataFrame, frequency: Frequency) -> Profiles:
    """How known products began against what the ones like them sell."""
    known = series.filter((pl.col("age") >= frequency.short) & (pl.col("y") > 0))
    launched = _draw(known.filter(pl.col("launch").is_not_null()), LAUNCHES_MAX)
    matches = _match(launched, known)
    return profile_launches(
        [(match.level, match.series["launch"] or []) for match in matches], frequency.short
    )


def _match(series: pl.DataFrame, known: pl.DataFrame) -> list[Match]:
    """Each series that has like ones among the known, itself left out, with the ANALOGS_MAX most alike."""
    if series.is_empty() or known.is_empty():
        return []
    known = _draw(known, KNOWN_MAX)
    return [
        Match(row, analogs)
        for part in series.iter_slices(AT_ONCE)
        for row, scores in zip(cast(list[Series], part.to_dicts()), _scores(part, known), strict=True)
        if (analogs := _best(row, known, scores)) is not None
    ]


def _draw(series: pl.DataFrame, most: int) -> pl.DataFrame:
    """At most about so many series, drawn by hash."""
    if series.height <= most:
        return series
    return series.filter(is_drawn(series["unique_id"], most / series.height, draw=1))


def _scores(series: pl.DataFrame, known: pl.DataFrame) -> npt.NDArray[np.float32]:
    from rapidfuzz import fuzz, process, utils

    return process.cdist(
        series["name"].to_list(),
        known["name"].to_list(),
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE_MIN,
        dtype=np.float32,
    )


def _best(row: Series, known: pl.DataFrame, scores: npt.NDArray[np.float32]) -> pl.DataFrame | None:
    """The ANALOGS_MAX most alike: of its category first, then by name, of those the nearest in price."""
    price = known["price"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(np.log(price / row["price"])) if row["price"] else np.full(len(price), np.nan)
    near = ~(apart > np.log(PRICE_TIMES)) & (known["unique_id"].to_numpy() != row["unique_id"])
    same = {name: _is_same(row[name], known[name]) for name in ("producer", "category")}
    related = (same["producer"] & np.isfinite(apart)) | same["category"]
    scores = np.where(near, np.where(related, np.maximum(scores, ALIKE_MIN), scores), 0.0)
    order = np.lexsort((apart, -scores, ~same["category"], scores < ALIKE_MIN))[:ANALOGS_MAX]
    order = order[scores[order] >= ALIKE_MIN]
    return known[order.tolist()] if len(order) else None


def _is_same(value: str | None, known: pl.Series) -> Bools:
    """Which of the known have the same producer or category; none where it is not known."""
    if not value:
        return np.zeros(len(known), bool)
    same: Bools = (known == value).fill_null(False).to_numpy()
    return same


def borrow_levels(
    rows: pl.DataFrame, analogs: pl.DataFrame, ages: dict[int, int], step: str, shares: Floats
) -> pl.DataFrame:
    """Draw `chosen` of short series towards their analogs' level, the more the shorter they are.

    `shares` are the season of the whole catalogue, by step ahead (seasonal_profiles.seasonal_shares).
    """
    weight = BORROWED_STEPS[step]
    analogs = analogs.select(*SCHEMA)
    joined = rows.join(analogs, left_on="product_id", right_on="unique_id", how="left", maintain_order="left")
    age = pl.col("product_id").replace_strict(ages, return_dtype=pl.Float64)
    share = pl.lit(pl.Series(shares)).gather(pl.col("step") - 1)
    drawn = (age * pl.col("chosen") + weight * pl.col("analog_level") * share) / (age + weight)
    level = (age * pl.col("level") + weight * pl.col("analog_level")) / (age + weight)
    has_analogs = pl.col("analog_level").is_not_null() & (pl.col("demand_class") == TOO_SHORT)
    return joined.with_columns(
        pl.when(has_analogs).then(drawn).otherwise("chosen").alias("chosen"),
        pl.when(has_analogs).then(level).otherwise("level").alias("level"),
        pl.when(has_analogs).then(pl.max_horizontal("swing", level)).otherwise("swing").alias("swing"),
        pl.when(has_analogs).then("analog_names").alias("analog_names"),
    )


def read_older(analogs: pl.DataFrame) -> pl.DataFrame:
    """Give analogs that were stored under older names of columns the names of now."""
    return analogs.rename({"like_level": "analog_level", "like_names": "analog_names"}, strict=False)
