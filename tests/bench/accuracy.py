"""Error, bias, coverage and pinball loss on real series, every method on the same series and cuts.

WAPE and MASE are of the median, of which absolute errors are least; bias and RMSSE of the mean, which adds up.
`ratio` is WAPE in parts of seasonal naive's, `of mean` the mean's. A peer's one number is both.

Environment: BENCH_SETS (m5 retail uci m3), BENCH_SERIES (how many series the statistical peers are given, 0 for
all: they take seconds a series), BENCH_ARIMA=1 to run AutoARIMA too, BENCH_DATA to name a file of your own.
"""

import os
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from foresail.forecasting.evaluation.accuracy import measure_bands
from foresail.quantiles import MEDIAN, NAMES

from tests.bench.cells import join_cut, show_cells, show_regret
from tests.bench.forecasters import (
    STATISTICAL,
    fill,
    foresail,
    machine_learning,
    seasonal_naive,
    statistical,
    timed,
)
from tests.bench.series_sets import SeriesSet, load_sets

ENSEMBLE = "median of the four"
SOLD = "Foresail, still sold"


@dataclass
class Tally:
    """What a method adds up to over the cuts of a set."""

    errors: list[np.ndarray] = field(default_factory=list)
    figures: list[dict[str, float]] = field(default_factory=list)
    cpu_s: float = 0.0
    series: int = 0


def main() -> None:
    """Measure every set."""
    names = os.environ.get("BENCH_SETS", "m5 uci m3 retail").split()
    sampled = int(os.environ.get("BENCH_SERIES", "60"))
    ratios = {wanted.name: measure(wanted, sampled) for wanted in load_sets(names)}
    if ratios:
        show_regret(ratios)


def measure(wanted: SeriesSet, sampled: int) -> dict[str, float]:
    """Every method on every cut of one set, and a table of it; the WAPE of each in parts of seasonal naive's."""
    cuts: list[pl.DataFrame] = []
    tallies: dict[str, Tally] = {}
    whole: dict[str, Tally] = {}
    for origin, known, ahead in wanted.parts():
        ids = known.filter(pl.col("y") > 0)["unique_id"].unique().sort()
        chosen = ids.to_list()
        if sampled and len(ids) > sampled:
            chosen = ids.gather(np.linspace(0, len(ids) - 1, sampled).astype(int)).to_list()
        few = known.filter(pl.col("unique_id").is_in(chosen))
        told = {"Foresail": timed(lambda known=known, origin=origin: foresail(known, origin, wanted))}
        told["SeasonalNaive"] = timed(
            lambda known=known, origin=origin: seasonal_naive(known, origin, wanted)
        )
        told["mlforecast LightGBM"] = timed(
            lambda known=known, origin=origin: machine_learning(known, origin, wanted)
        )
        scales = _scales(known, origin, wanted)
        for name, (rows, cpu_s) in told.items():
            _add(whole.setdefault(name, Tally()), rows, cpu_s, ahead, scales, len(ids))
        cuts.append(join_cut(told["Foresail"][0], known, ahead, _count_steps(known, origin, wanted)))
        _add(whole.setdefault(SOLD, Tally()), _still_sold(told["Foresail"][0]), 0.0, ahead, scales, len(ids))
        for name in (*STATISTICAL, *(["AutoARIMA"] if os.environ.get("BENCH_ARIMA") else [])):
            told[name] = timed(
                lambda name=name, few=few, origin=origin: statistical(name, few, origin, wanted)
            )
        told[ENSEMBLE] = (_median([told[name][0] for name in STATISTICAL]), 0.0)
        for name, (rows, cpu_s) in told.items():
            rows_of = rows.filter(pl.col("unique_id").is_in(chosen))
            given = len(ids) if name in whole else len(chosen)
            _add(tallies.setdefault(name, Tally()), rows_of, cpu_s, ahead, scales, given)
    _show(
        f"{wanted.name}: {wanted.cuts} cuts of {wanted.horizon}, the {len(chosen)} series that all were given",
        tallies,
    )
    _show(f"{wanted.name}: all {len(ids)} series", whole)
    show_cells(cuts)
    absolute = {name: float(np.sum(tally.errors, axis=0)[0]) for name, tally in tallies.items()}
    return {name: error / absolute["SeasonalNaive"] for name, error in absolute.items()}


def _count_steps(known: pl.DataFrame, origin: date, wanted: SeriesSet) -> int:
    return len(pl.date_range(known["ds"].min(), origin, wanted.step, eager=True))


def _still_sold(rows: pl.DataFrame) -> pl.DataFrame:
    """Without products that are no longer sold: a band from nothing to nothing holds nearly all their steps."""
    return rows.filter((pl.col(NAMES[-1]).max() > 0).over("unique_id"))


def _scales(known: pl.DataFrame, origin: date, wanted: SeriesSet) -> pl.DataFrame:
    """MASE's and RMSSE's denominators per series; the mean where nothing ever changed."""
    history = fill(known, origin, wanted.step)
    y = pl.col("y")
    lag = wanted.season if history.group_by("unique_id").len()["len"].max() > wanted.season else 1
    scales = history.group_by("unique_id", maintain_order=True).agg(
        y.diff(lag).abs().mean().alias("mase_scale"),
        (y.diff(1) ** 2).mean().sqrt().alias("rmsse_scale"),
        y.mean().alias("level"),
    )
    return scales.with_columns(
        pl.when(pl.col(name) > 0).then(name).otherwise("level").alias(name)
        for name in ("mase_scale", "rmsse_scale")
    )


def _median(tables: list[pl.DataFrame]) -> pl.DataFrame:
    joined = pl.concat(tables, how="vertical_relaxed")
    return joined.group_by("unique_id", "ds", maintain_order=True).agg(
        pl.col(name).median() for name in ("mean", *NAMES)
    )


def _add(
    tally: Tally, rows: pl.DataFrame, cpu_s: float, ahead: pl.DataFrame, scales: pl.DataFrame, series: int
) -> None:
    actual = ahead.select("unique_id", "ds", "y")
    joined = rows.join(actual, on=["unique_id", "ds"], how="left").with_columns(pl.col("y").fill_null(0.0))
    joined = joined.join(scales, on="unique_id")
    error = pl.col("mean") - pl.col("y")
    miss = (pl.col(MEDIAN) - pl.col("y")).abs()
    by_series = joined.group_by("unique_id").agg(
        (miss.mean() / pl.col("mase_scale").first()).alias("mase"),
        ((error**2).mean().sqrt() / pl.col("rmsse_scale").first()).alias("rmsse"),
    )
    sums = joined.select(
        miss.sum().alias("absolute"),
        error.abs().sum().alias("absolute_of_mean"),
        error.sum().alias("bias"),
        pl.col("y").sum(),
    )
    tally.errors.append(sums.to_numpy()[0])
    scaled = by_series.select(pl.col("mase", "rmsse").mean()).row(0, named=True)
    tally.figures.append(measure_bands(joined) | scaled)
    tally.cpu_s += cpu_s
    tally.series += series


def _show(title: str, tallies: dict[str, Tally]) -> None:
    print(f"\n{title}")
    heads = (
        "WAPE",
        "ratio",
        "of mean",
        "bias",
        "MASE",
        "RMSSE",
        "in 80 %",
        "in 95 %",
        "pinball",
        "series/CPU s",
    )
    print(f"{'':<24}" + "".join(f"{head:>13}" for head in heads), flush=True)
    naive = np.sum(tallies["SeasonalNaive"].errors, axis=0)
    for name, tally in tallies.items():
        absolute, of_mean, bias, units = np.sum(tally.errors, axis=0)
        mean = {key: np.mean([each[key] for each in tally.figures]) for key in tally.figures[0]}
        has_bands = name not in ("SeasonalNaive", "mlforecast LightGBM")
        cells = [
            absolute / units, absolute / naive[0], of_mean / naive[0], bias / units, mean["mase"], mean["rmsse"],
            *([mean["coverage_80"], mean["coverage_95"], mean["pinball"]] if has_bands else [np.nan] * 3),
            tally.series / tally.cpu_s if tally.cpu_s else np.nan,
        ]  # fmt: skip
        print(
            f"{name:<24}"
            + "".join("            -" if np.isnan(cell) else f"{cell:>13.4g}" for cell in cells),
            flush=True,
        )
