"""The metrics of forecasts: the one place for a metric's name, its label and what it means.

How each is computed lies in `foresail.forecasting.evaluation.metric_formulas`. A metric that each stored
series has is a field of SeriesFigures, too, and gets its column by a migration; tables, records and bodies of
answers follow from here.
"""

from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

Kind = Literal["share", "signed_share", "ratio"]


@dataclass(frozen=True)
class Metric:
    """A metric: `kind` says how to show it, and whether it is a share of the units sold."""

    name: str
    label: str
    kind: Kind
    meaning: str


METRICS = (
    Metric("wape", "WAPE", "share", "Absolute error of the median, as a share of units sold."),
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
    ),
    Metric("bias", "Bias", "signed_share", "Mean forecast less units sold, as a share of units sold."),
    Metric("pinball", "Pinball loss", "share", "Quantile loss over all quantiles, as a share of units sold."),
    Metric("coverage_80", "80 % coverage", "share", "Share of actuals inside the 80 % band."),
    Metric("coverage_95", "95 % coverage", "share", "Share of actuals inside the 95 % band."),
)
NAMES = tuple(metric.name for metric in METRICS)
BY_NAME = {metric.name: metric for metric in METRICS}
SHARES = tuple(metric.name for metric in METRICS if metric.kind != "ratio")
"""Those that can be summed up over products."""


class SeriesFigures(Struct, frozen=True, kw_only=True):
    """The figures of each stored series: its backtest's, and seasonal naive's on the same steps."""

    wape: float | None
    wape_seasonal_naive: float | None
    bias: float | None
    rmsse: float | None
    coverage_80: float | None
    coverage_95: float | None


PER_SERIES = SeriesFigures.__struct_fields__


def copy_figures(held: SeriesFigures) -> dict[str, float | None]:
    """The figures of a record that has more fields, by name."""
    return {name: getattr(held, name) for name in PER_SERIES}
