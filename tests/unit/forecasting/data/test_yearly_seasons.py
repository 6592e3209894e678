"""Products that are sold in one part of the year only come back; what has stopped does not."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.yearly_seasons import find_months, find_seasons, repeat_seasons

from tests.forecasting import open_history

LAST = {"1d": date(2025, 10, 20), "1w": date(2025, 10, 20), "1mo": date(2025, 10, 1)}
LENGTH = {"1d": 1090, "1w": 200, "1mo": 48}
STEP = {"1d": "day", "1w": "week", "1mo": "month"}


def opened(step, sells, years=None):
    """A history of one product that sells on the days for which `sells` is true, beside one that always does."""
    length = years or LENGTH[step]
    first = pl.select(pl.lit(LAST[step]).dt.offset_by(f"-{length - 1}{step[1:]}")).item()
    days = pl.date_range(first, LAST[step], step, eager=True)
    units = [float(sells(day)) for day in days]
    own = pl.DataFrame({"unique_id": [1] * len(days), "ds": days, "y": units})
    other = own.with_columns(unique_id=pl.lit(2, pl.Int64), y=pl.lit(5.0))
    return open_history(pl.concat([own, other]), LAST[step], STEP[step])


def winter(day):
    return 10 * (day.month in (11, 12, 1))


def seasonal(history):
    return find_seasons(history, history.panel.values.shape[1] - 1)


@pytest.mark.parametrize("step", ["1d", "1w", "1mo"])
def test_a_product_of_the_winter_is_seasonal_in_autumn_and_one_of_all_year_is_not(step):
    assert seasonal(opened(step, winter)).is_seasonal.tolist() == [True, False]


@pytest.mark.parametrize("step", ["1d", "1w", "1mo"])
def test_its_winter_is_forecast_as_it_was(step):
    history = opened(step, winter)
    origin, year = history.panel.values.shape[1] - 1, {"1d": 364, "1w": 52, "1mo": 12}[step]
    told = repeat_seasons(history, seasonal(history), origin, year)
    assert np.isnan(told[1]).all()
    before = history.panel.values[0, origin + 1 - year :]
    assert told[0].sum() == pytest.approx(before.sum(), rel=0.03)
    assert np.corrcoef(told[0], before)[0, 1] > 0.95


def test_what_sold_all_year_and_stopped_is_gone():
    assert not seasonal(opened("1d", lambda day: 10 * (day < date(2025, 5, 1)))).is_seasonal[0]


def test_after_one_season_nobody_can_tell():
    assert not seasonal(opened("1d", lambda day: winter(day) * (day > date(2024, 10, 1)))).is_seasonal[0]


def test_a_product_that_sells_once_a_month_is_not_seasonal_by_chance():
    rng = np.random.default_rng(1)
    for _ in range(20):
        assert not seasonal(opened("1d", lambda _: rng.uniform() < 1 / 45)).is_seasonal[0]


def test_a_winter_that_did_not_come_is_missed_and_half_of_one_is_forecast():
    history = opened("1d", lambda day: winter(day) * (day < date(2024, 6, 1)), 1_095)
    found = seasonal(history)
    assert (found.is_seasonal[0], found.missed[0]) == (True, True)
    origin = history.panel.values.shape[1] - 1
    told = repeat_seasons(history, found, origin, 364)[0].sum()
    assert told == pytest.approx(920 / 2, rel=0.1)


def test_winters_that_grow_go_on_growing_by_half():
    history = opened("1mo", lambda day: winter(day) * 1.2 ** (day.year + (day.month > 6) - 2021))
    told = repeat_seasons(history, seasonal(history), history.panel.values.shape[1] - 1, 12)[0].sum()
    newest = history.panel.values[0, -12:].sum()
    assert 1.05 < told / newest < 1.2


def test_a_season_that_begins_at_half_goes_on_lower():
    def sells(day):
        return winter(day) * (0.5 if day >= date(2025, 7, 1) else 1.0)

    late = {"1d": date(2025, 12, 10)}
    LAST["1d"], kept = late["1d"], LAST["1d"]
    try:
        history = opened("1d", sells)
    finally:
        LAST["1d"] = kept
    told = repeat_seasons(history, seasonal(history), history.panel.values.shape[1] - 1, 14)[0]
    assert 4.5 < told.mean() < 7.5


def test_the_months_of_a_season_are_named_across_the_turn_of_the_year():
    history = opened("1d", winter)
    assert find_months(history, seasonal(history)) == {1: (11, 1)}
    summer = opened("1d", lambda day: 3 * (5 <= day.month <= 9))
    assert find_months(summer, seasonal(summer)) == {1: (5, 9)}
