"""Demand that repeats itself to the unit for long enough goes on, unless something speaks against it."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.covariates.future import FutureCovariates, see_ahead
from foresail.forecasting.data.history import History
from foresail.forecasting.methods.shared.repetition import repeat_demand

from tests.factories import daily_history
from tests.forecasting import look, open_history

WEEK = [12.0, 0.0, 5.0, 5.0, 0.0, 30.0, 0.0]


def goes_on(history, horizon=3):
    origin = history.panel.values.shape[1] - 1
    return look(history, origin, horizon).repeating[0].tolist()


def test_ninety_days_that_sold_as_much_as_a_week_before_are_needed():
    """Of 97 days the newest 90 can be compared with the week before each."""
    long, short = ([8.0] * days for days in (97, 96))
    assert goes_on(open_history(daily_history(long))) == [8.0] * 3
    assert np.isnan(goes_on(open_history(daily_history(short)))).all()


@pytest.mark.parametrize(("odd", "found"), [(3, True), (4, False)])
def test_three_steps_may_differ_while_they_are_among_the_newest(odd, found):
    values = (WEEK * 30)[: 7 * 20]
    spoilt = [4.0 if place >= len(values) - odd else each for place, each in enumerate(values)]
    assert np.isfinite(goes_on(open_history(daily_history(spoilt)))).all() == found
    older = [4.0 if place < 40 else each for place, each in enumerate(values)]
    assert goes_on(open_history(daily_history(older)))[0] == 12.0


@pytest.mark.parametrize(("frequency", "steps"), [("week", 26), ("month", 12)])
def test_half_a_year_of_weeks_and_a_year_of_months_are_needed(frequency, steps):
    every = {"week": "1w", "month": "1mo"}[frequency]
    first = {"week": date(2024, 1, 1), "month": date(2020, 1, 1)}[frequency]
    for count, found in ((steps, False), (steps + 1, True)):
        days = pl.date_range(first, pl.lit(first).dt.offset_by(f"{count - 1}{every[1:]}"), every, eager=True)
        table = pl.DataFrame({"unique_id": [1] * count, "ds": days, "y": [7.0] * count})
        history = open_history(table, as_of=days[-1], frequency=frequency)
        assert np.isfinite(goes_on(history)).all() == found


def test_nothing_does_not_repeat_itself():
    history = open_history(daily_history([5.0] * 20 + [0.0] * 120))
    assert np.isnan(goes_on(history)).all()


def future_of(history, horizon, own=None, **shared):
    columns = history.panel.values.shape[1] + horizon
    return FutureCovariates({name: np.zeros(columns) for name in shared}, own or {})


def test_a_holiday_that_none_of_those_days_was_speaks_against_it_and_one_of_them_does_not():
    history = open_history(daily_history([8.0] * 140))
    for ago, found in ((96, True), (97, False)):
        future = future_of(history, 3, holiday_1=True)
        future.shared["holiday_1"][141] = 1.0
        future.shared["holiday_1"][139 - ago] = 1.0
        assert np.isfinite(repeat_demand(history, future, 139, 3)).all() == found


def test_an_event_of_its_own_speaks_against_it_and_one_after_the_horizon_does_not():
    history = open_history(daily_history([8.0] * 140))
    for column, found in ((142, False), (143, True), (139, True)):
        events = np.zeros((1, 150))
        events[0, column] = 1.0
        future = FutureCovariates({}, {"event_1": events})
        assert np.isfinite(repeat_demand(history, future, 139, 3)).all() == found


def test_a_price_that_changes_ahead_speaks_against_it_where_it_is_planned():
    history = open_history(daily_history([8.0] * 140))
    price = np.full((1, 150), 2.0)
    price[0, 141:] = 3.0
    for planned in (True, False):
        future = FutureCovariates({}, {}, price, price, np.array([planned]))
        assert np.isfinite(repeat_demand(history, future, 139, 3)).all() == (not planned)


def test_a_shard_without_a_series_repeats_nothing():
    history = open_history(daily_history([7.0] * 140))
    panel = replace(
        history.panel,
        ids=history.panel.ids[:0],
        values=history.panel.values[:0],
        first=history.panel.first[:0],
    )
    future = see_ahead(History(panel), 3, {})
    assert repeat_demand(History(panel), future, 139, 3).shape == (0, 3)
