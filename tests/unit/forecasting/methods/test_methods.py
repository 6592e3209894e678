import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.seasonal_profiles import seasonal_shares
from foresail.forecasting.methods.registry import METHODS, REGISTRY
from foresail.forecasting.methods.running import forecast_all
from foresail.forecasting.methods.shared.view import Origins
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import daily_history
from tests.forecasting import forecast_by, look, open_history

amounts = st.floats(min_value=0, max_value=1e9, allow_nan=False)


def values(y, method, horizon=7):
    history = open_history(daily_history(y))
    return forecast_by(method, history, len(y) - 1, horizon)[0].tolist()


def test_seasonal_naive_copies_the_week_before():
    assert values([9, 9, 1, 2, 3, 4, 5, 6, 7], "seasonal_naive", 9) == [1, 2, 3, 4, 5, 6, 7, 1, 2]


def test_seasonal_mean_is_the_mean_of_the_last_eight_same_weekdays():
    y = [float(number) for number in range(1, 71)]
    assert values(y, "seasonal_mean", 1) == [np.mean([64 - 7 * week for week in range(8)])]


def test_history_mean_and_zero_are_what_they_say():
    assert values([1, 2, 3, 6], "history_mean", 2) == [3, 3]
    assert values([1, 2, 3, 6], "zero", 2) == [0, 0]


def test_before_a_whole_week_is_known_the_newest_day_stands_in():
    assert values([1, 2, 3], "seasonal_naive") == [3, 3, 3, 3, 1, 2, 3]
    assert np.isnan(values([1, 2, 3], "seasonal_mean")[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=120).filter(any), st.integers(1, 90))
def test_any_history_gives_finite_forecasts_that_are_not_negative_and_in_scale(y, horizon):
    history = open_history(daily_history(y))
    origin = history.panel.values.shape[1] - 1
    forecasts = forecast_all(look(history, origin, horizon))
    for method in METHODS:
        numbers = forecasts[method][~np.isnan(forecasts[method])]
        assert np.isfinite(numbers).all()
        assert ((numbers >= 0) & (numbers <= 3 * max(y) + 1e-9)).all()


@pytest.mark.parametrize("count", [1, 3])
def test_series_do_not_touch_each_other(count):
    y = [1, 2, 3, 4, 5, 6, 7, 8]
    among = [daily_history(y)]
    among += [daily_history([1e6] * 8, unique_id=number + 2) for number in range(count)]
    alone, together = (look(open_history(each), 7, 5) for each in (daily_history(y), pl.concat(among)))
    for method in METHODS:
        if not method.endswith("_seasonal") and not REGISTRY[method].is_costly:
            mine = [REGISTRY[method].forecast(view) for view in (alone, together)]
            assert mine[0] is mine[1] is None or mine[0][0].tobytes() == mine[1][0].tobytes(), method


def test_many_origins_at_once_are_each_origin_alone():
    history = open_history(daily_history([float(number % 9) for number in range(80)]))
    both = Origins(history, [40, 70])
    for origin in both.columns:
        found, alone = forecast_all(look(history, origin, 6, both)), forecast_all(look(history, origin, 6))
        for method in METHODS:
            assert found[method].tobytes() == alone[method].tobytes(), method


def test_a_monthly_series_with_a_year_and_a_trend_is_followed():
    months = pl.date_range(pl.date(2020, 1, 1), pl.date(2025, 12, 1), "1mo", eager=True)
    season = np.tile([1, 1, 1, 1, 2, 3, 3, 2, 1, 1, 1, 4], 6)
    y = (100 + np.arange(72)) * season
    history = pl.DataFrame({"unique_id": [1] * 72, "ds": months, "y": y.astype(float)})
    opened = open_history(history, as_of=months[-1])
    truth = (172 + np.arange(12)) * season[:12]
    for method in ("theta", "damped_trend", "ses_own"):
        assert np.abs(forecast_by(method, opened, 71, 12)[0] - truth).mean() < 0.1 * truth.mean(), method
    assert np.abs(forecast_by("ses", opened, 71, 12)[0] - truth).mean() > 0.3 * truth.mean()


def test_the_catalogues_week_is_an_average_of_one_and_zero_on_closed_days():
    timeline = open_history(
        daily_history([0.0 if number % 7 == 6 else 4.0 for number in range(140)])
    ).panel.timeline
    shares = seasonal_shares(timeline, 139, 7)
    assert shares.mean() == pytest.approx(1)
    assert shares.tolist() == pytest.approx([7 / 6] * 6 + [0])


def test_nothing_after_an_origin_enters_the_week_until_it():
    y = [1.0 + number % 7 for number in range(100)]
    before = seasonal_shares(open_history(daily_history(y)).panel.timeline, 79, 7)
    y[80:] = [999.0] * 20
    assert seasonal_shares(open_history(daily_history(y)).panel.timeline, 79, 7).tolist() == before.tolist()
