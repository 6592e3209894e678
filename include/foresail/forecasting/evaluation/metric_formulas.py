"""How each metric is computed: an expression over rows of y, forecasts and the scales of their series.

WAPE and bias are parts of the units sold (Kolassa and Schuetz 2007); MASE and RMSSE are means over series of
errors in parts of each series' own past changes (Hyndman and Koehler 2006; Makridakis et al. 2022); pinball
is twice the quantile loss in parts of the units sold, a mean over the quantiles (Gneiting and Raftery 2007).

WAPE and MASE are the median's, of which absolute errors are least; RMSSE and bias are the mean's, of which
squared errors are least and which adds up (Kolassa 2020). A method's one number is both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add

import polars as pl

from foresail.quantiles import BANDS, LEVELS, NAMES

Y = pl.col("y")


@dataclass(frozen=True)
class PointMetric:
    """A metric of a median and a mean, given as names of columns.

    `of_rows` is over all rows of a segment, `of_window` over the rows of a series in one window, of which a
    segment has the mean (one of both is given); `of_series` is over all rows of a series, null where the
    series sold nothing and the metric is a part of that.
    """

    name: str
    of_series: Callable[[str, str], pl.Expr]
    of_rows: Callable[[str, str], pl.Expr] | None = None
    of_window: Callable[[str, str], pl.Expr] | None = None


@dataclass(frozen=True)
class BandMetric:
    """A metric of the quantiles."""

    name: str
    of_rows: Callable[[], pl.Expr]


def _miss(median: str) -> pl.Expr:
    return (pl.col(median) - Y).abs()


def _error(mean: str) -> pl.Expr:
    return pl.col(mean) - Y


def _of_sold(total: pl.Expr, mean: str) -> pl.Expr:
    """A sum in parts of the units sold where the mean is known; null where that is nothing."""
    sold = Y.filter(pl.col(mean).is_not_null()).sum()
    return pl.when(sold > 0).then(total / sold)


def _pinball() -> pl.Expr:
    losses = [
        pl.max_horizontal(level * (Y - pl.col(name)), (level - 1) * (Y - pl.col(name)))
        for level, name in zip(LEVELS, NAMES, strict=True)
    ]
    # One after the other: mean_horizontal adds up in whatever order its threads come.
    loss = reduce(add, losses) / len(losses)
    return 2 * loss.sum() / Y.sum()


def _coverage(percent: int) -> BandMetric:
    return BandMetric(f"coverage_{percent}", lambda: Y.is_between(*BANDS[percent]).mean())


POINT_METRICS = (
    PointMetric(
        "wape",
        of_series=lambda median, mean: _of_sold(_miss(median).sum(), mean),
        of_rows=lambda median, mean: _miss(median).sum() / Y.sum(),
    ),
    PointMetric(
        "mase",
        of_series=lambda median, mean: (_miss(median) / pl.col("mase_scale")).mean(),
        of_window=lambda median, mean: _miss(median).mean() / pl.col("mase_scale").first(),
    ),
    PointMetric(
        "rmsse",
        of_series=lambda median, mean: ((_error(mean) / pl.col("rmsse_scale")) ** 2).mean().sqrt(),
        of_window=lambda median, mean: (_error(mean) ** 2).mean().sqrt() / pl.col("rmsse_scale").first(),
    ),
    PointMetric(
        "bias",
        of_series=lambda median, mean: _of_sold(_error(mean).sum(), mean),
        of_rows=lambda median, mean: _error(mean).sum() / Y.sum(),
    ),
)
BAND_METRICS = (*(_coverage(percent) for percent in BANDS), BandMetric("pinball", _pinball))
