from datetime import date

import numpy as np
import polars as pl
import pytest
from foresail.forecasting import exponential_smoothing
from foresail.forecasting.backtesting import METHODS, forecast_all
from foresail.forecasting.exponential_smoothing import AUTO_ETS, STEPS_MIN, forecast_ets
from foresail.forecasting.future import see_ahead
from foresail.forecasting.local_methods import forecast_locally
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import daily_history
from tests.forecasting import open_history

MONTH_END = date(2026, 3, 31)
amounts = st.floats(min_value=0, max_value=1e9, allow_nan=False)


def monthly(*series):
    """Series of months that all end with March 2026."""
    last = MONTH_END.replace(day=1)
    longest = max(map(len, series))
    months = pl.date_range(pl.lit(last).dt.offset_by(f"-{longest - 1}mo"), last, "1mo", eager=True)
    parts = [
        pl.DataFrame({"unique_id": number, "ds": months[longest - len(y) :], "y": np.asarray(y, dtype=float)})
        for number, y in enumerate(series)
    ]
    return open_history(pl.concat(parts), as_of=MONTH_END, frequency="month")


def forecast(history, horizon=12, **wanted):
    origin = history.panel.values.shape[1] - 1
    future = see_ahead(history, horizon, {})
    return forecast_all(history, future, origin, horizon, None, horizon, **wanted)[1]


def test_a_trend_and_a_season_of_its_own_are_followed():
    season = np.tile([1, 1, 1, 1, 2, 3, 3, 2, 1, 1, 1, 4], 6)
    y = (100 + np.arange(72)) * season
    truth = (172 + np.arange(12)) * season[:12]
    assert forecast(monthly(y))[AUTO_ETS][0] == pytest.approx(truth, rel=0.03)


def test_a_history_too_short_to_choose_a_form_has_its_level_and_each_series_its_own():
    found = monthly(40 + np.arange(36) % 5, [8.0] * (STEPS_MIN - 1), [8.0, 9.0] * STEPS_MIN)
    numbers = forecast(found)[AUTO_ETS]
    level = forecast_locally(found, [35], 12)[0]["ses_own"]
    assert numbers[1].tolist() == level[1].tolist()
    assert numbers[2].tolist() != level[2].tolist()
    assert numbers[2].tobytes() == forecast(monthly([8.0, 9.0] * STEPS_MIN))[AUTO_ETS][0].tobytes()


def test_days_and_what_nobody_wants_are_not_smoothed():
    assert np.isnan(forecast(open_history(daily_history(np.arange(1.0, 61.0))))[AUTO_ETS]).all()
    others = set(METHODS) - {AUTO_ETS}
    assert np.isnan(forecast(monthly(np.arange(1.0, 61.0)), wanted=others)[AUTO_ETS]).all()


def test_a_series_that_it_fails_on_costs_that_series_this_method(caplog):
    history = monthly([3.0] * 30, np.arange(1.0, 31.0))
    history.panel.values[0, 5] = np.inf
    rows, short = np.arange(2), np.zeros((2, 4))
    numbers = forecast_ets(history, 29, 4, rows, short)
    assert not np.isfinite(numbers[0]).any()
    assert numbers[1] == pytest.approx([31, 32, 33, 34], rel=0.02)
    assert exponential_smoothing.log.name in {record.name for record in caplog.records}


@settings(max_examples=30, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=40).filter(any), st.integers(1, 24))
def test_any_months_have_a_forecast(y, horizon):
    history = monthly(y)
    short = np.full((1, horizon), -1.0)
    numbers = forecast_ets(history, history.panel.values.shape[1] - 1, horizon, np.arange(1), short)
    assert np.isfinite(numbers).all()
    assert (numbers == -1).all() == (history.panel.values.shape[1] < STEPS_MIN)
