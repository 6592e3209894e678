"""The metrics of forecasts: the one place for a metric's name, its label and what it means.

How each is computed lies in `foresail.forecasting.evaluation.metrics`.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["share", "signed_share", "ratio"]


@dataclass(frozen=True)
class Metric:
    """A metric: `kind` says how to show it, `per_series` whether each stored series has a column of it."""

    name: str
    label: str
    kind: Kind
    meaning: str
    per_series: bool = False


METRICS = (
    Metric("wape", "WAPE", "share", "Absolute error of the median, as a share of units sold.", True),
    Metric(
        "mase",
        "MASE",
        "ratio",
        "Absolute error of the median, relative to that of repeating the last season.",
    ),
    Metric(
        "rmsse",
        "RMSSE",
        "ratio",
        "Squared error of the mean, relative to the change from step to step.",
        True,
    ),
    Metric("bias", "Bias", "signed_share", "Mean forecast less units sold, as a share of units sold.", True),
    Metric("pinball", "Pinball loss", "share", "Quantile loss over all quantiles, as a share of units sold."),
    Metric("coverage_80", "80 % coverage", "share", "Share of actuals inside the 80 % band.", True),
    Metric("coverage_95", "95 % coverage", "share", "Share of actuals inside the 95 % band.", True),
)
NAMES = tuple(metric.name for metric in METRICS)
BY_NAME = {metric.name: metric for metric in METRICS}
