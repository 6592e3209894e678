from datetime import date

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.methods import auto_ets
from foresail.forecasting.methods.auto_ets import STEPS_MIN
from foresail.forecasting.methods.registry import METHODS
from foresail.forecasting.methods.running import forecast_all
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import daily_history
from tests.forecasting import forecast_by, look, open_history

MONTH_END = date(2026, 3, 31)
AUTO_ETS = "auto_ets"
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
    return forecast_all(look(history, history.panel.values.shape[1] - 1, horizon), **wanted)


def test_a_trend_and_a_season_of_its_own_are_followed():
    season = np.tile([1, 1, 1, 1, 2, 3, 3, 2, 1, 1, 1, 4], 6)
    y = (100 + np.arange(72)) * season
    truth = (172 + np.arange(12)) * season[:12]
    assert forecast(monthly(y))[AUTO_ETS][0] == pytest.approx(truth, rel=0.03)


def test_a_history_too_short_to_choose_a_form_has_its_level_and_each_series_its_own():
    found = monthly(40 + np.arange(36) % 5, [8.0] * (STEPS_MIN - 1), [8.0, 9.0] * STEPS_MIN)
    numbers = forecast(found)[AUTO_ETS]
    level = forecast_by("ses_own", found, 35, 12)
    assert numbers[1].tolist() == level[1].tolist()
    assert numbers[2].tolist() != level[2].tolist()
    assert numbers[2].tobytes() == forecast(monthly([8.0, 9.0] * STEPS_MIN))[AUTO_ETS][0].tobytes()


def test_days_and_what_nobody_wants_are_not_smoothed():
    assert np.isnan(forecast(open_history(daily_history(np.arange(1.0, 61.0))))[AUTO_ETS]).all()
    others = set(METHODS) - {AUTO_ETS}
    assert np.isnan(forecast(monthly(np.arange(1.0, 61.0)), wanted=others)[AUTO_ETS]).all()


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_series_that_it_fails_on_costs_that_series_this_method(caplog):
    history = monthly([3.0] * 30, np.arange(1.0, 31.0))
    history.panel.values[0, 5] = np.inf
    numbers = auto_ets.forecast(look(history, 29, 4))
    assert not np.isfinite(numbers[0]).any()
    assert numbers[1] == pytest.approx([31, 32, 33, 34], rel=0.02)
    assert auto_ets.log.name in {record.name for record in caplog.records}


@settings(max_examples=30, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=40).filter(any), st.integers(1, 24))
def test_any_months_have_a_forecast(y, horizon):
    history = monthly(y)
    length = history.panel.values.shape[1]
    numbers = auto_ets.forecast(look(history, length - 1, horizon))
    assert np.isfinite(numbers).all()
    if length < STEPS_MIN:
        assert numbers.tolist() == forecast_by("ses_own", history, length - 1, horizon).tolist()
