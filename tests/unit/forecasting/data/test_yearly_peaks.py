"""A peak of the year is known once it is over, and comes back for each product as it was for it."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.periods import DAILY, MONTHLY, WEEKLY
from foresail.forecasting.data.timeline import Timeline
from foresail.forecasting.data.yearly_peaks import find_peaks, phase_of

from tests.forecasting import train

WEEKS = 100
PEAK = slice(47, 51)


def timeline_of(units, frequency=WEEKLY, missing=()):
    return Timeline(frequency, 0, date(2024, 1, 1), len(units), tuple(missing), tuple(map(float, units)))


def weeks(times=2.5, count=WEEKS):
    units = np.random.default_rng(1).normal(1000, 40, count)
    units[PEAK] *= times
    return units


@pytest.mark.parametrize("times", [0.3, 2.5])
def test_a_short_peak_or_low_is_found_where_it_was(times):
    assert find_peaks(timeline_of(weeks(times)), WEEKS - 1) == (47, 48, 49, 50)


def test_ordinary_weeks_and_a_broad_season_are_no_peak():
    season = 1000 * (1 + 0.5 * np.sin(2 * np.pi * np.arange(WEEKS) / 52))
    assert find_peaks(timeline_of(weeks(1.0)), WEEKS - 1) == ()
    assert find_peaks(timeline_of(season), WEEKS - 1) == ()


def test_a_peak_is_not_known_before_it_is_over():
    assert find_peaks(timeline_of(weeks()), 55) == ()
    assert find_peaks(timeline_of(weeks()), 64) == (47, 48, 49, 50)


def test_weeks_that_were_not_sent_are_no_low():
    units = weeks(1.0)
    units[30:32] = 0
    assert find_peaks(timeline_of(units, missing=(30, 31)), WEEKS - 1) == ()


def test_with_three_years_the_methods_know_the_year_better():
    units = weeks(count=3 * 52)
    assert find_peaks(timeline_of(units), 3 * 52 - 1) == ()
    assert find_peaks(timeline_of(units), 3 * 52 - 2) == (47, 48, 49, 50)


def test_days_have_the_phase_of_their_week():
    daily = timeline_of(np.ones(800), DAILY)
    assert [phase_of(daily, column) for column in (0, 6, 7, 363, 364)] == [0, 0, 1, 51, 0]
    assert [phase_of(timeline_of(np.ones(30), MONTHLY), column) for column in (0, 11, 12)] == [0, 11, 0]


def test_each_product_has_the_peak_that_it_had_and_is_told_of_it():
    rng = np.random.default_rng(4)
    first = date(2024, 1, 1)
    starts = [date.fromordinal(first.toordinal() + 7 * week) for week in range(96)]
    parts = []
    for number in range(20):
        mean = np.full(len(starts), 100.0)
        mean[47:51] *= 3.0 if number < 10 else 1.0
        parts.append(pl.DataFrame({"unique_id": number, "ds": starts, "y": rng.poisson(mean).astype(float)}))
    demand = pl.concat(parts).with_columns(pl.col("unique_id").cast(pl.Int64))
    trained = train(demand, 8, as_of=starts[-1])
    products, rows = trained.forecast(demand)
    ahead = rows["mean"].to_numpy().reshape(20, 8)
    assert ahead[:10, 3:7].mean(axis=1) == pytest.approx(300, rel=0.2)
    assert ahead[10:, 3:7].mean(axis=1) == pytest.approx(100, rel=0.3)
    assert ahead[:, :3] == pytest.approx(100, rel=0.2)
    assert "The peak of the year from" in products["reason"][0]
    assert "of the year" not in products["reason"][15]
