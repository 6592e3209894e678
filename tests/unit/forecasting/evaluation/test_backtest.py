"""Each window is forecast from what lies before it, and measured where something was recorded."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.covariates.future import see_ahead
from foresail.forecasting.evaluation.backtest import SCHEMA, backtest
from foresail.forecasting.evaluation.windows import Windows
from foresail.forecasting.methods.registry import METHODS

from tests.factories import daily_history
from tests.forecasting import forecast_by, open_history

WINDOWS = Windows(5, 2, 100)


def run(*series, windows=WINDOWS):
    history = open_history(
        pl.concat(daily_history(y, unique_id=number) for number, y in enumerate(series, 1))
    )
    return history, backtest(history, see_ahead(history, 14, {}), windows, {})


@pytest.fixture(scope="module")
def y():
    return np.random.default_rng(2).poisson(6, 100).astype(float)


def test_windows_follow_each_other_up_to_now_and_hold_what_was_sold(y):
    history, rows = run(y)
    assert rows["window"].to_list() == [1] * 5 + [2] * 5
    assert rows["step"].to_list() == [1, 2, 3, 4, 5] * 2
    assert rows["y"].to_list() == y[90:].tolist()
    assert dict(rows.schema) == {name: dtype() for name, dtype in SCHEMA.items()}
    for window, origin in ((1, 89), (2, 94)):
        for method in ("ses", "seasonal_naive", "adida"):
            mine = rows.filter(pl.col("window") == window)[method].to_list()
            assert mine == forecast_by(method, history, origin, 5)[0].tolist()


def test_a_method_that_does_not_suit_and_a_model_that_is_not_there_are_null(y):
    _, rows = run(y)
    assert [name for name in METHODS if rows[name].null_count()] == [
        "ses_own",
        "theta",
        "damped_trend",
        "auto_ets",
        "foundation",
        "boosted",
    ]
    assert rows["ruled"].null_count() == 10
    assert run([8.0] * 100)[1]["ruled"].to_list() == [None] * 5 + [None] * 5
    assert run([8.0] * 120, windows=Windows(5, 2, 120))[1]["ruled"].to_list() == [8.0] * 10


def test_the_scales_are_those_of_the_origin(y):
    _, rows = run(y)
    first = rows.row(0, named=True)
    known = y[:90]
    assert first["rmsse_scale"] == pytest.approx(np.sqrt((np.diff(known) ** 2).mean()))
    assert first["mase_scale"] == pytest.approx(np.abs(known[7:] - known[:-7]).mean())
    assert first["swing"] == pytest.approx(np.sqrt(first["rmsse_scale"] * first["mase_scale"]))
    assert first["level"] == pytest.approx(known[-56:].mean())
    assert first["demand_class"] == "smooth"


def test_what_was_not_sold_yet_and_what_is_no_longer_sold_is_not_measured(y):
    windows, usual = Windows(5, 2, 120), np.resize(y, 120)
    new, old = [0.0] * 115 + [3.0] * 5, [3.0] * 2 + [0.0] * 118
    _, rows = run(usual, new, old, windows=windows)
    assert rows["unique_id"].unique().to_list() == [1]
    _, rows = run(usual, [0.0] * 112 + [3.0] * 8, windows=windows)
    second = rows.filter(pl.col("unique_id") == 2)
    assert (second["window"].unique().to_list(), second["demand_class"].unique().to_list()) == (
        [2],
        ["short"],
    )


def test_steps_that_were_not_sent_are_not_measured():
    table = [[float(1 + (day + number) % 5) for day in range(100)] for number in range(6)]
    for row in table:
        row[91:99] = [0.0] * 8
    _, rows = run(*table)
    mine = rows.filter(pl.col("unique_id") == 1)
    assert list(zip(mine["window"], mine["step"], strict=True)) == [(1, 1), (2, 5)]
    assert mine["y"].to_list() == [table[0][90], table[0][99]]


def test_a_catalogue_with_nothing_before_any_window_has_no_rows():
    assert run([3.0] * 4, windows=Windows(5, 2, 4))[1].is_empty()
