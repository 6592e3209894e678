"""Changes of sales and of errors are found once they last; what is odd for a day, or slow, is none."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from foresail.monitoring.accuracy import by_number
from foresail.monitoring.drift.cusum import MUTE, find_changes
from foresail.monitoring.drift.errors import find_errors
from foresail.monitoring.drift.inputs import DAYS_READ, WEEKS_OF_YEAR_READ, find_drifts
from foresail.warehouse.past_forecasts import Outcome

NEWEST = date(2026, 5, 31)
FIRST = NEWEST - timedelta(days=DAYS_READ - 1)
WEEK = np.array([0.9, 0.9, 0.95, 1.0, 1.2, 1.4, 0.65])
SEVEN_AGO = DAYS_READ - 7


@pytest.fixture
def sold():
    """Ten products with a week and a spread of about 5 %: (days, products)."""
    rng = np.random.default_rng(1)
    means = np.linspace(300, 900, 10) * WEEK[np.arange(DAYS_READ) % 7][:, None]
    return rng.poisson(means).astype(float)


def drifts(sold, prices=None, last_year=None):
    day, product = np.nonzero(sold)
    days = [FIRST + timedelta(days=int(number)) for number in day]
    price = np.full(len(day), 2.0) if prices is None else prices[day, product]
    frame = pl.DataFrame({"product_id": product + 1, "ds": days, "y": sold[day, product], "price": price})
    return {(drift.signal, drift.product_id): drift for drift in find_drifts(frame, NEWEST, last_year)}


def test_steady_sales_have_no_drift(sold):
    assert drifts(sold) == {}


@pytest.mark.parametrize("factor", [1.3, 0.7])
def test_a_level_that_shifts_by_a_third_is_found_within_a_week_with_its_day_and_size(sold, factor):
    sold[SEVEN_AGO:, 3] *= factor
    drift = drifts(sold)[("level", 4)]
    assert drift.since == NEWEST - timedelta(days=6)
    assert drift.found_on <= NEWEST
    assert drift.size == pytest.approx(factor - 1, abs=0.06)


def test_one_odd_day_is_no_change(sold):
    sold[SEVEN_AGO + 2, 3] *= 5
    assert drifts(sold) == {}


def test_a_slow_season_is_no_change_of_level(sold):
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(DAYS_READ) / 365)
    assert drifts(np.round(sold * season[:, None])) == {}


def weeks(sold):
    """The same days as weeks of the year before, and one week more like the last."""
    units = np.vstack([sold, sold[-7:]]).reshape(WEEKS_OF_YEAR_READ, 7, -1).sum(axis=1)
    week, product = np.nonzero(units)
    return pl.DataFrame({"product_id": product + 1, "week": week, "y": units[week, product]})


def test_what_happened_at_the_same_time_last_year_is_no_change_this_year(sold):
    last_year = sold.copy()
    for year in (sold, last_year):
        year[DAYS_READ - 28 :, 3] *= 1.3
    assert set(drifts(sold)) == {("level", 4)}
    assert drifts(sold, last_year=weeks(last_year)) == {}


def test_a_level_that_shifts_is_found_as_soon_where_last_year_nothing_happened(sold):
    last_year = weeks(sold)
    sold[SEVEN_AGO:, 3] *= 0.7
    assert drifts(sold, last_year=last_year)["level", 4].found_on == drifts(sold)["level", 4].found_on


def test_a_level_that_rises_from_week_to_week_is_expected_to_rise_on(sold):
    sold[:, 3] *= 1.04 ** (np.arange(DAYS_READ) / 7)
    sold[SEVEN_AGO:, 3] *= 1.2  # less than what is to be found
    assert drifts(sold) == {}


def test_products_that_stop_move_the_share_without_a_sale_and_the_mix(sold):
    sold[SEVEN_AGO - 7 :, :3] = 0
    assert {("zeros", 0), ("mix", 0)} <= set(drifts(sold))


def test_prices_that_rise_by_a_fifth_are_found(sold):
    prices = np.full(sold.shape, 2.0)
    prices[SEVEN_AGO:] = 2.4
    found = drifts(sold, prices)
    assert set(found) == {("price", 0)}
    assert found["price", 0].size == pytest.approx(np.log(1.2), abs=0.01)


def test_days_without_any_sale_are_missing_and_no_fall_of_each_product(sold):
    sold[-3:] = 0
    found = drifts(sold)
    assert set(found) == {("missing days", 0)}
    assert (found["missing days", 0].since, found["missing days", 0].size) == (NEWEST - timedelta(days=2), 3)


def test_a_history_shorter_than_the_reference_tells_nothing(sold):
    sold[: DAYS_READ - 50] = 0
    sold[SEVEN_AGO:] *= 2
    assert drifts(sold) == {}


def test_a_change_is_found_once_until_its_reference_has_learned_it():
    deviations = np.vstack([np.zeros((5, 1)), np.full((40, 1), 3.0)])
    found = find_changes(deviations, 1.0, 5.0)
    assert [(change.began, change.direction) for change in found] == [(5, 1), (found[0].found + MUTE, 1)]


def steps(errors, forecasts):
    return [
        Outcome(1, 1, NEWEST, NEWEST + timedelta(days=number), 1, 100.0, ahead, error, 1.0, 1.0)
        for number, (error, ahead) in enumerate(zip(errors, forecasts, strict=True))
    ]


def test_an_error_half_as_large_again_as_that_of_the_backtest_is_found_and_one_of_a_fifth_is_not():
    [fallen] = find_errors(steps([20] * 20 + [30] * 7, [100] * 27), 0.2)
    assert (fallen.signal, fallen.began, fallen.size) == ("wape", 20, pytest.approx(1.5))
    assert find_errors(steps([24] * 28, [100] * 28), 0.2) == []


@pytest.mark.parametrize("ahead", [140, 60])
def test_forecasts_that_lie_to_one_side_are_found_though_their_error_is_as_expected(ahead):
    [fallen] = find_errors(steps([40] * 20, [100] * 10 + [ahead] * 10), 0.4)
    assert (fallen.signal, fallen.began) == ("bias", 10)
    assert fallen.size == pytest.approx(ahead / 100 - 1)


def test_without_a_backtest_the_bias_alone_is_watched():
    assert [fallen.signal for fallen in find_errors(steps([90] * 10, [150] * 10), None)] == ["bias"]


def outcome(run_id, as_of, ahead, error, frequency="day"):
    day = as_of + timedelta(days=ahead)
    return Outcome(run_id, run_id % 2, as_of, day, 1, 10.0, 10.0, error, 1.0, 1.0, frequency)


def test_scores_are_by_lead_time_model_and_run_over_every_forecast_that_came_due():
    outcomes = [
        outcome(run, NEWEST + timedelta(days=run), ahead, float(ahead))
        for run in (1, 2, 3)
        for ahead in (1, 2, 7)
    ]
    leads = by_number(outcomes, "lead")
    assert [(score.number, score.wape, score.runs) for score in leads] == [
        (1, 0.1, [1, 2, 3]),
        (7, 0.7, [1, 2, 3]),
    ]
    assert [(score.number, score.runs) for score in by_number(outcomes, "model")] == [(0, [2]), (1, [1, 3])]
    assert [score.number for score in by_number(outcomes, "run")] == [1, 2, 3]


def test_a_lead_time_counts_the_steps_of_its_forecast():
    week = [outcome(1, date(2026, 5, 31), 7 + 7 * number, 1.0, "week") for number in range(7)]
    assert [score.number for score in by_number(week, "lead")] == [1, 7]
