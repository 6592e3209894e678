"""The global model is taught what its kind of demand needs."""

from datetime import date

import numpy as np
import polars as pl

from tests.forecasting import train

MONTHS = pl.date_range(date(2021, 11, 1), date(2026, 10, 1), "1mo", eager=True)


def test_spare_parts_by_the_month_are_not_forecast_as_their_median_which_is_nothing():
    rng = np.random.default_rng(7)
    parts = []
    for number in range(120):
        sold = rng.poisson(rng.uniform(2, 20), len(MONTHS)) * (rng.random(len(MONTHS)) < 0.35)
        parts.append(pl.DataFrame({"unique_id": number, "ds": MONTHS, "y": sold.astype(float)}))
    trained = train(pl.concat(parts), horizon=6, as_of=date(2026, 10, 31), frequency="month")
    told = trained.backtest.select(pl.col("boosted", "y").sum()).row(0, named=True)
    assert 0.8 < told["boosted"] / told["y"] < 1.2
