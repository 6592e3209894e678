"""A silence of the whole catalogue that is long enough is data that was not sent."""

from datetime import date

import numpy as np
import pytest
from foresail.forecasting.data.periods import DAILY, MONTHLY, WEEKLY
from foresail.forecasting.data.timeline import Timeline, find_missing


def silent_for(steps, selling=20):
    return np.array([selling] * 30 + [0] * steps + [selling] * 10)


@pytest.mark.parametrize(("frequency", "longest"), [(DAILY, 7), (WEEKLY, 2), (MONTHLY, 1)])
def test_a_silence_is_missing_from_its_length_on(frequency, longest):
    assert find_missing(silent_for(longest - 1), frequency) == ()
    assert find_missing(silent_for(longest), frequency) == tuple(range(30, 30 + longest))


def test_five_products_on_a_usual_step_tell_a_silence_and_four_do_not():
    assert find_missing(silent_for(8, selling=4), DAILY) == ()
    assert find_missing(silent_for(8, selling=5), DAILY) == tuple(range(30, 38))


def test_a_silence_at_either_end_is_missing_and_an_empty_catalogue_has_none():
    assert find_missing(np.array([0] * 7 + [9] * 20), DAILY) == tuple(range(7))
    assert find_missing(np.array([9] * 20 + [0] * 7), DAILY) == tuple(range(20, 27))
    assert find_missing(np.zeros(20, dtype=int), DAILY) == ()


def test_the_days_of_a_timeline_go_on_after_it():
    timeline = Timeline(MONTHLY, 0, date(2025, 11, 1), 3, (), (1.0, 2.0, 3.0))
    assert timeline.as_of == date(2026, 1, 1)
    assert timeline.days_ahead(2).to_list() == [date(2026, 2, 1), date(2026, 3, 1)]
    assert Timeline.from_json(timeline.to_json()) == timeline
