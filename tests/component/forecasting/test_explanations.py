"""What is said of a forecast is so."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.evaluation.calibration import Calibration

from tests.factories import daily_history
from tests.forecasting import train


@pytest.fixture(scope="module")
def smooth_and_few_lumpy():
    rng = np.random.default_rng(4)
    parts = [daily_history(rng.poisson(20, 200), unique_id=number) for number in range(60)]
    for number in range(60, 63):
        orders = rng.lognormal(3, 1.5, 200).round() * (rng.random(200) < 0.3)
        parts.append(daily_history(orders, unique_id=number))
    history = pl.concat(parts)
    return history, train(history)


def reasons(history, trained, **measured):
    if measured:
        model = trained.fitted.model
        model = replace(model, measured=measured, calibration=Calibration(model.calibration.pools))
        trained = replace(trained, fitted=replace(trained.fitted, model=model))
    products, _ = trained.forecast(history)
    return dict(products.group_by("demand_class").agg(pl.col("reason").first()).iter_rows())


def test_a_class_with_too_few_series_to_choose_for_is_not_said_to_have_chosen(smooth_and_few_lumpy):
    told = reasons(*smooth_and_few_lumpy)
    assert "won the backtest for smooth demand: " in told["smooth"]
    assert "is used for lumpy demand, which has too few series for a choice of its own: " in told["lumpy"]


def test_nothing_is_said_of_bands_where_zero_is_forecast(smooth_and_few_lumpy):
    history, trained = smooth_and_few_lumpy
    gone = pl.concat([history, daily_history([5] * 60 + [0] * 140, unique_id=99)])
    products, _ = trained.forecast(gone)
    own = products.filter(pl.col("demand_class") == "no-longer-sold")
    assert own.select("coverage_80", "coverage_95").row(0) == (None, None)
    assert products.filter(pl.col("demand_class") == "smooth")["coverage_80"].null_count() == 0
