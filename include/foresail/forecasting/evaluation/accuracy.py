"""Measures what was forecast by all metrics, by segment and by series."""

from typing import NamedTuple

import polars as pl

from foresail.forecasting.data.demand_classes import EVERY_CLASS
from foresail.forecasting.evaluation.metric_formulas import BAND_METRICS, POINT_METRICS
from foresail.forecasting.methods.registry import BASELINE, METHODS
from foresail.metrics import PER_SERIES
from foresail.quantiles import MEDIAN, NAMES

CHOSEN = "chosen"
MEAN = "mean"
BAND_ROWS_MIN = 50
"""Of fewer forecasts no share inside a band is told: it would be chance."""
MEASURED_PER_SERIES = tuple(metric.name for metric in POINT_METRICS if metric.name in PER_SERIES)
"""The metrics that each series has a column of and is measured by itself."""


class Figure(NamedTuple):
    """What a metric is of a method, or of `chosen`, over a segment."""

    segment: str
    method: str
    name: str
    value: float


def measure(
    backtest: pl.DataFrame,
    calibrated: pl.DataFrame,
    lead_times: tuple[int, ...],
    measured: pl.Expr | None = None,
) -> list[Figure]:
    """Measure every method, and what was `chosen` by its `calibrated` mean and quantiles.

    Segments are `all`, each demand class, and each stretch of lead time as `steps 1-7`. Coverage and pinball
    are of the newest window, where there are older ones and enough rows (BAND_ROWS_MIN). Figures are of the
    `measured` rows alone.
    """

    def shown(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
        return _segments(rows if measured is None else rows.filter(measured), lead_times)

    figures: list[Figure] = []
    for segment, rows in shown(backtest).items():
        for name in METHODS:
            figures += _figures(segment, name, _measure_points(rows, name, name))
    for segment, rows in shown(calibrated.drop(set(NAMES) - {MEDIAN})).items():
        figures += _figures(segment, CHOSEN, _measure_points(rows, MEDIAN, MEAN))
    for segment, rows in shown(_hold_out(calibrated)).items():
        if rows.height >= BAND_ROWS_MIN:
            figures += _figures(segment, CHOSEN, measure_bands(rows))
    return figures


def _hold_out(calibrated: pl.DataFrame) -> pl.DataFrame:
    """The rows of the newest window, which only older ones calibrate; none where there is no older one."""
    windows = calibrated["window"].unique()
    return calibrated.filter(pl.col("window") == windows.max()) if len(windows) > 1 else calibrated.clear()


def _segments(rows: pl.DataFrame, lead_times: tuple[int, ...]) -> dict[str, pl.DataFrame]:
    if rows.is_empty():
        return {}
    segments = {EVERY_CLASS: rows}
    segments |= {str(name): part for (name,), part in sorted(rows.group_by("demand_class"))}
    last = int(rows["step"].to_numpy().max())
    ends = [*(first - 1 for first in lead_times[1:]), last]
    for first, end in zip(lead_times, ends, strict=True):
        if first <= last:
            part = rows.filter(pl.col("step").is_between(first, min(end, last)))
            segments[f"steps {first}-{min(end, last)}"] = part
    return segments


def _measure_points(rows: pl.DataFrame, median: str, mean: str) -> dict[str, float | None]:
    of_rows = {each.name: each.of_rows(median, mean) for each in POINT_METRICS if each.of_rows}
    of_window = {each.name: each.of_window(median, mean) for each in POINT_METRICS if each.of_window}
    needed = sorted({mean}.union(*(expression.meta.root_names() for expression in of_rows.values())))
    known = rows.select(needed).filter(pl.col(mean).is_not_null())
    # In one piece: a sum of pieces depends on how many threads made them.
    totals = known.rechunk().select(**of_rows)
    series = rows.group_by("unique_id", "window", maintain_order=True).agg(**of_window)
    return {name: totals[name][0] for name in of_rows} | {name: _mean(series[name]) for name in of_window}


def _mean(values: pl.Series) -> float | None:
    mean = values.mean()
    return mean if isinstance(mean, float) else None


def _figures(segment: str, method: str, values: dict[str, float | None]) -> list[Figure]:
    """Figures of the values that are known and finite."""
    return [
        Figure(segment, method, name, value)
        for name, value in values.items()
        if value is not None and abs(value) < float("inf")
    ]


def measure_bands(rows: pl.DataFrame) -> dict[str, float | None]:
    """Measure the quantiles of rows: the share of actuals inside each band, and the pinball loss."""
    return rows.rechunk().select(**_band_figures()).row(0, named=True)


def _band_figures() -> dict[str, pl.Expr]:
    return {metric.name: metric.of_rows() for metric in BAND_METRICS}


def measure_products(calibrated: pl.DataFrame, newest: int | None) -> pl.DataFrame:
    """Measure each series: unique_id, MEASURED_PER_SERIES, wape_seasonal_naive; null where nothing was sold.

    And `backtest`, JSON: the point metrics of `chosen` and of each method (null of a silent one), each
    window's errors scaled by what was known at its origin; under `held_out` what the quantiles did on the
    `newest` window, which older ones calibrate, or nothing without any.
    """
    columns = {CHOSEN: (MEDIAN, MEAN)} | {name: (name, name) for name in METHODS}
    names = [metric.name for metric in POINT_METRICS]
    measured = calibrated.group_by("unique_id", maintain_order=True).agg(
        metric.of_series(*pair).alias(f"{side} {metric.name}")
        for side, pair in columns.items()
        for metric in POINT_METRICS
    )
    held_out = calibrated.clear() if newest is None else calibrated.filter(pl.col("window") == newest)
    held = held_out.group_by("unique_id", maintain_order=True).agg(**_band_figures())
    joined = measured.join(held, on="unique_id", how="left", maintain_order="left")
    sides = [_rounded(side, {name: f"{side} {name}" for name in names}) for side in columns]
    sides.append(_rounded("held_out", {name: name for name in held.columns[1:]}))
    return joined.select(
        "unique_id",
        *(pl.col(f"{CHOSEN} {name}").alias(name) for name in MEASURED_PER_SERIES),
        pl.col(f"{BASELINE} wape").alias("wape_seasonal_naive"),
        pl.struct(sides).struct.json_encode().alias("backtest"),
    ).sort("unique_id")


def _rounded(name: str, columns: dict[str, str]) -> pl.Expr:
    fields = (pl.col(column).round_sig_figs(4).alias(key) for key, column in columns.items())
    return pl.struct(*fields).alias(name)
