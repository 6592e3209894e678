"""Measures what was forecast: WAPE, MASE, RMSSE, bias, pinball loss and coverage, by segment and by series.

What is chosen is measured with corrections and quantiles that other windows than the measured one have set.

WAPE and bias are parts of the units sold (Kolassa and Schuetz 2007); MASE and RMSSE are means over series of
errors in parts of each series' own past changes (Hyndman and Koehler 2006; Makridakis et al. 2022); pinball
is twice the quantile loss in parts of the units sold, a mean over the quantiles (Gneiting and Raftery 2007).
"""

from functools import reduce
from operator import add

import polars as pl

from foresail.forecasting.backtesting import BASELINE, METHODS
from foresail.forecasting.bias_correction import add_mean, find_corrections
from foresail.forecasting.intervals import BANDS, COLUMNS, MEDIAN, QUANTILES, add_quantiles, calibrate
from foresail.forecasting.selection import EVERY_CLASS

CHOSEN = "chosen"
OF_MEDIAN = "chosen_median"
"""The chosen forecast's median: the number that absolute errors are least of (Kolassa 2020)."""


def measure(
    backtest: pl.DataFrame, lead_times: tuple[int, ...], measured: pl.Expr | None = None
) -> list[dict]:
    """Figures of every method, of `chosen` and of its median: rows of segment, method, name, value.

    Segments are `all`, each demand class, and each stretch of lead time as `steps 1-7`. What was chosen is
    judged on each window by what the others tell, its coverage and pinball on the newest window by what the
    older ones tell. All rows tell; where `measured` is given, figures are of those alone.
    """

    def shown(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
        return _segments(rows if measured is None else rows.filter(measured), lead_times)

    chosen = backtest.drop(METHODS)
    figures = []
    for segment, rows in shown(backtest).items():
        figures += [figure for method in METHODS for figure in _figures(segment, method, method, rows)]
    for segment, rows in shown(_cross(chosen, lead_times)).items():
        figures += _figures(segment, CHOSEN, "mean", rows) + _figures(segment, OF_MEDIAN, MEDIAN, rows)
    for segment, rows in shown(hold_out(chosen, lead_times)).items():
        figures += [_figure(segment, CHOSEN, name, value) for name, value in coverage(rows).items()]
    return [figure for figure in figures if figure["value"] is not None]


def _segments(rows: pl.DataFrame, lead_times: tuple[int, ...]) -> dict[str, pl.DataFrame]:
    if rows.is_empty():
        return {}
    segments = {EVERY_CLASS: rows}
    segments |= {str(name): part for (name,), part in sorted(rows.group_by("demand_class"))}
    last = rows["step"].max()
    ends = [*(first - 1 for first in lead_times[1:]), last]
    for first, end in zip(lead_times, ends, strict=True):
        if first <= last:
            part = rows.filter(pl.col("step").is_between(first, min(end, last)))
            segments[f"steps {first}-{min(end, last)}"] = part
    return segments


def _figures(segment: str, method: str, column: str, rows: pl.DataFrame) -> list[dict]:
    error = pl.col(column) - pl.col("y")
    totals = rows.filter(pl.col(column).is_not_null()).select(
        wape=error.abs().sum() / pl.col("y").sum(), bias=error.sum() / pl.col("y").sum()
    )
    series = _by_series(rows, column)
    return [
        _figure(segment, method, "wape", totals["wape"][0]),
        _figure(segment, method, "bias", totals["bias"][0]),
        _figure(segment, method, "mase", series["mase"].mean()),
        _figure(segment, method, "rmsse", series["rmsse"].mean()),
    ]


def _figure(segment: str, method: str, name: str, value: float | None) -> dict:
    finite = value is not None and abs(value) < float("inf")
    return {"segment": segment, "method": method, "name": name, "value": value if finite else None}


def _by_series(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    error = pl.col(column) - pl.col("y")
    return rows.group_by("unique_id", "window", maintain_order=True).agg(
        (error.abs().mean() / pl.col("mase_scale").first()).alias("mase"),
        ((error**2).mean().sqrt() / pl.col("rmsse_scale").first()).alias("rmsse"),
    )


def hold_out(backtest: pl.DataFrame, lead_times: tuple[int, ...]) -> pl.DataFrame:
    """The newest window's rows with a mean and quantiles that only the older windows have set."""
    older, newest = split_newest(backtest)
    return _judge(newest, older, lead_times)


def split_newest(backtest: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the older windows, and those of the newest; nothing in both where there is only one."""
    newest = backtest["window"].max() or 0
    older = backtest.filter(pl.col("window") < newest)
    return older, backtest.clear() if older.is_empty() else backtest.filter(pl.col("window") == newest)


def _cross(backtest: pl.DataFrame, lead_times: tuple[int, ...]) -> pl.DataFrame:
    """Every window's rows with a mean and a median that the other windows have set."""
    others = [name for name in COLUMNS if name != MEDIAN]
    parts = [
        _judge(rows, backtest.filter(pl.col("window") != window), lead_times).drop(others)
        for (window,), rows in sorted(backtest.group_by("window", maintain_order=True))
    ]
    return pl.concat(parts) if parts else backtest


def _judge(rows: pl.DataFrame, others: pl.DataFrame, lead_times: tuple[int, ...]) -> pl.DataFrame:
    return add_mean(add_quantiles(rows, calibrate(others, lead_times)), find_corrections(others))


def coverage(rows: pl.DataFrame) -> dict[str, float]:
    """The share of actuals inside the 80 % and the 95 % band, and the pinball loss."""
    return rows.select(**_coverage_figures()).row(0, named=True)


def _coverage_figures() -> dict[str, pl.Expr]:
    y = pl.col("y")
    losses = [
        pl.max_horizontal(level * (y - pl.col(name)), (level - 1) * (y - pl.col(name)))
        for level, name in zip(QUANTILES, COLUMNS, strict=True)
    ]
    # One after the other: mean_horizontal adds up in whatever order its threads come.
    loss = reduce(add, losses) / len(losses)
    shares = {f"coverage_{percent}": y.is_between(*band).mean() for percent, band in BANDS.items()}
    return shares | {"pinball": pl.when(y.sum() > 0).then(2 * loss.sum() / y.sum())}


def measure_products(rows: pl.DataFrame, held_out: pl.DataFrame) -> pl.DataFrame:
    """Per series: unique_id, wape, bias, rmsse, wape_seasonal_naive; null where nothing was sold.

    And `backtest`, JSON: wape, mase, rmsse and bias of `chosen` (the mean) and each method; under `held_out`
    what the quantiles did on rows that did not set them (nothing where there are none).
    """
    columns = {CHOSEN: "mean"} | {name: name for name in METHODS if rows[name].null_count() < rows.height}
    figures = {name: _product_figures(column) for name, column in columns.items()}
    measured = rows.group_by("unique_id", maintain_order=True).agg(
        figure.alias(f"{name} {key}") for name, told in figures.items() for key, figure in told.items()
    )
    held = held_out.group_by("unique_id", maintain_order=True).agg(**_coverage_figures())
    joined = measured.join(held, on="unique_id", how="left", maintain_order="left")
    sides = [_rounded(name, {key: f"{name} {key}" for key in told}) for name, told in figures.items()]
    sides.append(_rounded("held_out", {name: name for name in held.columns[1:]}))
    return joined.select(
        "unique_id",
        *(pl.col(f"{CHOSEN} {name}").alias(name) for name in ("wape", "bias", "rmsse")),
        pl.col(f"{BASELINE} wape").alias("wape_seasonal_naive"),
        pl.struct(sides).struct.json_encode().alias("backtest"),
    ).sort("unique_id")


def _product_figures(column: str) -> dict[str, pl.Expr]:
    error = pl.col(column) - pl.col("y")
    sold = pl.col("y").filter(pl.col(column).is_not_null()).sum()
    return {
        "wape": pl.when(sold > 0).then(error.abs().sum() / sold),
        "mase": error.abs().mean() / pl.col("mase_scale").last(),
        "rmsse": (error**2).mean().sqrt() / pl.col("rmsse_scale").last(),
        "bias": pl.when(sold > 0).then(error.sum() / sold),
    }


def _rounded(name: str, columns: dict[str, str]) -> pl.Expr:
    fields = (pl.col(column).round_sig_figs(4).alias(key) for key, column in columns.items())
    return pl.struct(*fields).alias(name)
