"""Our methods as expressions, against statsforecast's same methods: series per CPU second, all included."""

import sys
from datetime import date, timedelta

import numpy as np
import polars as pl

from tests.bench.measuring import Row, compare, show

SERIES = 500
DAYS = 730
HORIZON = 28


def main() -> None:
    """Compare both on the same made-up series."""
    this = "tests.bench.methods"
    ours, peer = compare((this, "expressions"), (this, "statsforecast"))
    rows = [
        Row("series per CPU second", SERIES / ours.cpu_s, SERIES / peer.cpu_s, "1/s"),
        Row("peak memory", ours.peak_mib, peer.peak_mib, "MiB"),
    ]
    show(
        f"The same methods, and two with the catalogue's week, {SERIES} daily series of {DAYS} days, {HORIZON} ahead",
        "statsforecast",
        rows,
    )


def _history() -> pl.DataFrame:
    rng = np.random.default_rng(1)
    days = pl.date_range(date(2024, 1, 1), date(2024, 1, 1) + timedelta(days=DAYS - 1), eager=True)
    parts = [
        pl.DataFrame({"unique_id": [number] * DAYS, "ds": days, "y": rng.poisson(3, DAYS).astype(float)})
        for number in range(SERIES)
    ]
    return pl.concat(parts)


def _run(what: str) -> None:
    history = _history()
    if what == "expressions":
        from foresail.forecasting.candidates import forecast_methods
        from foresail.forecasting.series import measure_activity, weekday_profile

        as_of = history["ds"].max()
        forecast_methods(history, HORIZON, weekday_profile(measure_activity(history, as_of), as_of))
        return
    from statsforecast import StatsForecast, models

    methods = [
        models.ZeroModel(),
        models.HistoricAverage(),
        models.SeasonalNaive(7),
        models.SeasonalWindowAverage(7, 8),
        models.SimpleExponentialSmoothingOptimized(),
        models.TSB(0.1, 0.1),
    ]
    StatsForecast(models=methods, freq="1d").forecast(df=history, h=HORIZON)


if __name__ == "__main__":
    _run(*sys.argv[1:])
