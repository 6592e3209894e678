import itertools
from datetime import date, timedelta

from foresail.warehouse.demand import _spans
from hypothesis import given
from hypothesis import strategies as st


def test_near_days_are_one_span_and_far_ones_are_not():
    days = [date(2026, 1, 1), date(2026, 1, 5), date(2026, 3, 1)]
    assert list(_spans(days)) == [(date(2026, 1, 1), date(2026, 1, 5)), (date(2026, 3, 1), date(2026, 3, 1))]
    assert list(_spans([])) == []


@given(st.sets(st.dates(date(2020, 1, 1), date(2021, 1, 1)), min_size=1))
def test_every_day_lies_in_exactly_one_span(days):
    spans = list(_spans(days))
    assert all(sum(first <= day <= last for first, last in spans) == 1 for day in days)
    assert all(after[0] - before[1] > timedelta(days=7) for before, after in itertools.pairwise(spans))
