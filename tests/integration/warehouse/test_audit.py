"""The audit log by days, to the last that there is."""

from datetime import date, datetime

import pytest
from foresail.paging import Page
from foresail.warehouse import audit
from foresail.warehouse.connecting import reading, writing


@pytest.fixture
def logged(engine, monkeypatch):
    """A line at the end of a day, and one at the beginning of the next."""
    for moment in (datetime(2026, 3, 2, 23, 59, 59), datetime(2026, 3, 3)):
        monkeypatch.setattr(audit, "now", lambda moment=moment: moment)
        with writing(engine) as connection:
            audit.record(connection, "ann", "upload", f"on {moment.date()}")
    return engine


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, date(2026, 3, 2), [2]),
        (date(2026, 3, 3), None, [3]),
        (date(2026, 3, 2), date(2026, 3, 3), [3, 2]),
        (date.min, date.max, [3, 2]),
    ],
)
def test_both_days_of_a_span_are_in_it(logged, since, until, days):
    with reading(logged) as connection:
        found = audit.search(connection, Page(), since=since, until=until)["entries"]
    assert [line["happened_at"].day for line in found] == days
