"""Foresail and its peers, each from a known history to forecasts: unique_id, ds, mean and nine quantiles."""

import time
import warnings
from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
from foresail.quantiles import LEVELS as QUANTILES
from foresail.quantiles import NAMES

from tests.bench.series_sets import SeriesSet

LEVELS = (50, 80, 90, 95)
STATISTICAL = ("AutoETS", "AutoCES", "DynamicOptimizedTheta", "AutoTheta")


def foresail(known: pl.DataFrame, origin: date, wanted: SeriesSet) -> pl.DataFrame:
    """Everything that foresail_train and foresail_predict do, on one shard."""
    from tests.forecasting import train

    trained = train(known, wanted.horizon, 3, origin, known=wanted.events)
    _, rows = trained.forecast(known)
    return rows.rename({"product_id": "unique_id", "day": "ds"})


def fill(known: pl.DataFrame, origin: date, step: str) -> pl.DataFrame:
    """Every step from a series' first sale to the origin, zero where nothing was sold."""
    sold = known.filter(pl.col("y") > 0)
    grid = sold.group_by("unique_id").agg(pl.col("ds").min().alias("first"))
    grid = grid.select("unique_id", pl.date_ranges("first", pl.lit(origin), step).alias("ds")).explode("ds")
    filled = grid.join(known.select("unique_id", "ds", "y"), on=["unique_id", "ds"], how="left")
    return filled.with_columns(pl.col("y").fill_null(0.0)).sort("unique_id", "ds")


def statistical(name: str, known: pl.DataFrame, origin: date, wanted: SeriesSet) -> pl.DataFrame:
    """A model of statsforecast, with its own intervals."""
    from statsforecast import StatsForecast, models

    history = fill(known, origin, wanted.step)
    shortest = history.group_by("unique_id").len()["len"].max()
    season = wanted.season if shortest >= 2 * wanted.season else 1
    model = getattr(models, name)(season_length=season)
    indexed = history.with_columns(ds=pl.int_range(pl.len()).over("unique_id"))
    engine = StatsForecast(models=[model], freq=1, fallback_model=models.HistoricAverage())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = engine.forecast(df=indexed, h=wanted.horizon, level=list(LEVELS))
    alias = str(model)
    columns = {"mean": alias}
    for quantile, column in zip(QUANTILES, NAMES, strict=True):
        level = round(abs(2 * quantile - 1) * 100)
        side = "lo" if quantile < 0.5 else "hi"
        columns[column] = alias if quantile == 0.5 else f"{alias}-{side}-{level}"
    table = told.select("unique_id", *(pl.col(old).alias(new) for new, old in columns.items()))
    return _dated(table, origin, wanted)


def _dated(table: pl.DataFrame, origin: date, wanted: SeriesSet) -> pl.DataFrame:
    days = pl.date_range(
        origin, pl.lit(origin).dt.offset_by(f"{wanted.horizon}{wanted.step[1:]}"), wanted.step, eager=True
    )[1:]
    series = table.height // wanted.horizon
    numbers = table.with_columns(
        pl.col(name).fill_nan(0.0).fill_null(0.0).clip(lower_bound=0.0) for name in ("mean", *NAMES)
    )
    return numbers.with_columns(pl.Series("ds", pl.concat([days] * series)))


def seasonal_naive(known: pl.DataFrame, origin: date, wanted: SeriesSet) -> pl.DataFrame:
    """The same step of the season before; the newest one where a season is not known."""
    history = fill(known, origin, wanted.step)
    rows = []
    for (number,), part in history.group_by("unique_id", maintain_order=True):
        y = part["y"].to_numpy()
        season = y[-wanted.season :] if len(y) >= wanted.season else y[-1:]
        rows.append((number, np.resize(season, wanted.horizon)))
    values = np.concatenate([row for _, row in rows])
    ids = np.repeat([number for number, _ in rows], wanted.horizon)
    table = pl.DataFrame({"unique_id": ids, "mean": values, **dict.fromkeys(NAMES, values)})
    return _dated(table, origin, wanted)


def machine_learning(known: pl.DataFrame, origin: date, wanted: SeriesSet) -> pl.DataFrame:
    """mlforecast with LightGBM, as its documentation shows it: lags, a rolling mean, parts of the date."""
    import lightgbm
    from mlforecast import MLForecast
    from mlforecast.lag_transforms import RollingMean

    history = fill(known, origin, wanted.step)
    longest = history.group_by("unique_id").len()["len"].max()
    season = min(wanted.season, 13, longest // 5)
    parts = {"1d": ["dayofweek", "month"], "1w": ["week"], "1mo": ["month"]}[wanted.step]
    model = MLForecast(
        models={"mean": lightgbm.LGBMRegressor(verbosity=-1, random_state=0, n_jobs=1)},
        freq={"1d": "D", "1w": "W-MON", "1mo": "MS"}[wanted.step],
        lags=[1, season, 2 * season],
        lag_transforms={1: [RollingMean(season)], season: [RollingMean(season)]},
        date_features=parts,
    )
    long = history.filter(pl.len().over("unique_id") > 3 * season + 1).to_pandas()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = pl.from_pandas(model.fit(long).predict(wanted.horizon)).with_columns(
            pl.col("ds").cast(pl.Date)
        )
    told = told.with_columns(pl.col("mean").clip(lower_bound=0.0))
    missing = history.join(told, on="unique_id", how="anti")
    if missing.height:
        naive = seasonal_naive(missing, origin, wanted).select("unique_id", "ds", "mean")
        told = pl.concat([told.select("unique_id", "ds", "mean"), naive], how="vertical_relaxed")
    return told.with_columns(pl.col("mean").alias(name) for name in NAMES)


def timed(call: Callable[[], pl.DataFrame]) -> tuple[pl.DataFrame, float]:
    """What a call gives, and the CPU seconds it took."""
    start = time.process_time()
    return call(), time.process_time() - start
