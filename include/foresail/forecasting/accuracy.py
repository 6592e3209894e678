"""Measures what was forecast: WAPE, MASE, RMSSE, bias, pinball loss and coverage, by segment and by series.

WAPE and bias are parts of the units sold (Kolassa and Schuetz 2007); MASE and RMSSE are means over series of
errors in parts of each series' own past changes (Hyndman and Koehler 2006; Makridakis et al. 2022); pinball
is twice the quantile loss in parts of the units sold, a mean over the quantiles (Gneiting and Raftery 2007).

Of what was chosen WAPE and MASE are the median's, of which absolute errors are least; RMSSE and bias are the
mean's, of which squared errors are least and which adds up (Kolassa 2020).
"""

from functools import reduce
from operator import add

import polars as pl

from foresail.forecasting.backtesting import BASELINE, METHODS
from foresail.forecasting.intervals import BANDS, COLUMNS, MEDIAN, QUANTILES
from foresail.forecasting.selection import EVERY_CLASS

CHOSEN = "chosen"
MEAN = "mean"


def measure(
    backtest: pl.DataFrame,
    judged: pl.DataFrame,
    lead_times: tuple[int, ...],
    measured: pl.Expr | None = None,
) -> list[dict]:
    """Figures of every method, and of `chosen` as it is `judged`: rows of segment, method, name, value.

    Segments are `all`, each demand class, and each stretch of lead time as `steps 1-7`. Coverage and pinball
    are of the newest window, where there are older ones. Figures are of the `measured` rows alone.
    """

    def shown(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
        return _segments(rows if measured is None else rows.filter(measured), lead_times)

    figures = []
    for segment, rows in shown(backtest).items():
        figures += [figure for name in METHODS for figure in _figures(segment, name, rows, name, name)]
    for segment, rows in shown(judged.drop(set(COLUMNS) - {MEDIAN})).items():
        figures += _figures(segment, CHOSEN, rows, MEDIAN, MEAN)
    for segment, rows in shown(_hold_out(judged)).items():
        figures += [_figure(segment, CHOSEN, name, value) for name, value in coverage(rows).items()]
    return [figure for figure in figures if figure["value"] is not None]


def _hold_out(judged: pl.DataFrame) -> pl.DataFrame:
    """The rows of the newest window, which only older ones judge; none where there is no older one."""
    windows = judged["window"].unique()
    return judged.filter(pl.col("window") == windows.max()) if len(windows) > 1 else judged.clear()


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


def _figures(segment: str, method: str, rows: pl.DataFrame, median: str, mean: str) -> list[dict]:
    y = pl.col("y")
    known = rows.select(sorted({"y", median, mean})).filter(pl.col(mean).is_not_null())
    # In one piece: a sum of pieces depends on how many threads made them.
    totals = known.rechunk().select(
        wape=(pl.col(median) - y).abs().sum() / y.sum(), bias=(pl.col(mean) - y).sum() / y.sum()
    )
    series = rows.group_by("unique_id", "window", maintain_order=True).agg(
        ((pl.col(median) - y).abs().mean() / pl.col("mase_scale").first()).alias("mase"),
        (((pl.col(mean) - y) ** 2).mean().sqrt() / pl.col("rmsse_scale").first()).alias("rmsse"),
    )
    return [
        _figure(segment, method, "wape", totals["wape"][0]),
        _figure(segment, method, "bias", totals["bias"][0]),
        _figure(segment, method, "mase", series["mase"].mean()),
        _figure(segment, method, "rmsse", series["rmsse"].mean()),
    ]


def _figure(segment: str, method: str, name: str, value: float | None) -> dict:
    finite = value is not None and abs(value) < float("inf")
    return {"segment": segment, "method": method, "name": name, "value": value if finite else None}


def coverage(rows: pl.DataFrame) -> dict[str, float]:
    """The share of actuals inside the 80 % and the 95 % band, and the pinball loss."""
    return rows.rechunk().select(**_coverage_figures()).row(0, named=True)


def _coverage_figures() -> dict[str, pl.Expr]:
    y = pl.col("y")
    losses = [
        pl.max_horizontal(level * (y - pl.col(name)), (level - 1) * (y - pl.col(name)))
        for level, name in zip(QUANTILES, COLUMNS, strict=True)
    ]
    # One after the other: mean_horizontal adds up in whatever order its threads come.
    loss = reduce(add, losses) / len(losses)
    shares = {f"coverage_{percent}": y.is_between(*band).mean() for percent, band in BANDS.items()}
    return shares | {"pinball": 2 * loss.sum() / y.sum()}


def measure_products(judged: pl.DataFrame, newest: int | None) -> pl.DataFrame:
    """Per series: unique_id, wape, bias, rmsse, wape_seasonal_naive; null where nothing was sold.

    And `backtest`, JSON: wape, mase, rmsse, bias of `chosen` and of each method (null of a silent one), each
    window's errors scaled by what was known at its origin; under `held_out` what the quantiles did on the
    `newest` window, which older ones judge, or nothing without any.
    """
    columns = {CHOSEN: (MEDIAN, MEAN)} | {name: (name, name) for name in METHODS}
    figures = {name: _product_figures(*pair) for name, pair in columns.items()}
    measured = judged.group_by("unique_id", maintain_order=True).agg(
        figure.alias(f"{name} {key}") for name, told in figures.items() for key, figure in told.items()
    )
    held_out = judged.clear() if newest is None else judged.filter(pl.col("window") == newest)
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


def _product_figures(median: str, mean: str) -> dict[str, pl.Expr]:
    miss, error = (pl.col(median) - pl.col("y")).abs(), pl.col(mean) - pl.col("y")
    sold = pl.col("y").filter(pl.col(mean).is_not_null()).sum()
    return {
        "wape": pl.when(sold > 0).then(miss.sum() / sold),
        "mase": (miss / pl.col("mase_scale")).mean(),
        "rmsse": ((error / pl.col("rmsse_scale")) ** 2).mean().sqrt(),
        "bias": pl.when(sold > 0).then(error.sum() / sold),
    }


def _rounded(name: str, columns: dict[str, str]) -> pl.Expr:
    fields = (pl.col(column).round_sig_figs(4).alias(key) for key, column in columns.items())
    return pl.struct(*fields).alias(name)
