"""What the whole catalogue's week says of the days ahead."""

from datetime import date

import numpy as np
import pytest
from foresail.forecasting.data.periods import DAILY, WEEKLY
from foresail.forecasting.data.seasonal_profiles import find_closed
from foresail.forecasting.data.timeline import Timeline


def closed_of(units, horizon=14, missing=(), frequency=DAILY):
    timeline = Timeline(frequency, 0, date(2026, 1, 5), len(units), tuple(missing), tuple(map(float, units)))
    return np.flatnonzero(find_closed(timeline, len(units) - 1, horizon)).tolist()


def weeks_of(count, closed):
    return [0 if day in closed else 50 + day for _ in range(count) for day in range(7)]


def test_a_weekday_on_which_nobody_sold_for_long_is_closed_ahead():
    assert closed_of(weeks_of(30, {6})) == [6, 13]
    assert closed_of(weeks_of(9, {5, 6})) == [5, 6, 12, 13]
    assert closed_of(weeks_of(30, {6})[:-3]) == [2, 9]


def test_eight_weeks_are_needed_and_one_sale_in_half_a_year_opens_a_weekday():
    assert closed_of(weeks_of(7, {6})) == []
    units = weeks_of(40, {6})
    # The newest 26 weeks begin on day 98: day 97 is the last Sunday before them, day 104 their first.
    assert closed_of([*units[:97], 3, *units[98:]]) == [6, 13]
    assert closed_of([*units[:104], 3, *units[105:]]) == []


def test_eight_recorded_sundays_close_them_and_seven_do_not():
    assert closed_of(weeks_of(8, {6})) == [6, 13]
    assert closed_of(weeks_of(9, {6}), missing=[6]) == [6, 13]
    assert closed_of(weeks_of(8, {6}), missing=[6]) == []


def test_days_that_were_not_sent_close_nothing():
    units = weeks_of(12, {6})
    sundays = range(6, len(units), 7)
    assert closed_of(units, missing=sundays[:3]) == [6, 13]
    assert closed_of(units, missing=sundays[:6]) == []


@pytest.mark.parametrize("every", [5, 20])
def test_a_product_that_sells_now_and_then_has_no_closed_weekday(every):
    assert closed_of([1 if day % every == 0 and day % 7 != 6 else 0 for day in range(182)]) == []


def test_weeks_and_a_catalogue_that_sold_nothing_have_no_closed_weekday():
    assert closed_of([0] * 30 + [5] * 30, frequency=WEEKLY) == []
    assert closed_of([0] * 90) == []
