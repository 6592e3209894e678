from datetime import date, timedelta

import polars as pl
import pytest
from foresail.errors import UndecidableDates
from foresail.intake.dates import parse_dates
from hypothesis import given
from hypothesis import strategies as st

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


def read(*texts, order=None):
    return parse_dates(pl.Series(texts, dtype=pl.String), order).days.to_list()


def test_midnight_is_no_anomaly():
    assert read("2024-03-01", "2024-03-02 00:00:00") == [date(2024, 3, 1), date(2024, 3, 2)]


def test_one_order_holds_for_the_whole_column():
    assert read("03/04/2024", "3/4/2024", "25/12/2024") == [
        date(2024, 4, 3),
        date(2024, 4, 3),
        date(2024, 12, 25),
    ]
    assert read("03/04/2024", "3/4/2024", "12/25/2024") == [
        date(2024, 3, 4),
        date(2024, 3, 4),
        date(2024, 12, 25),
    ]


def test_an_order_that_nothing_decides_is_refused_with_an_example():
    with pytest.raises(UndecidableDates, match="03/04/2024"):
        read("03/04/2024", "05/06/2024")


def test_an_order_that_is_passed_decides():
    assert read("03/04/2024", order="day-first") == [date(2024, 4, 3)]
    assert read("03/04/2024", order="month-first") == [date(2024, 3, 4)]


def test_two_orders_in_one_column_are_refused():
    with pytest.raises(UndecidableDates, match="others"):
        read("25/12/2024", "12/25/2024")


def test_one_typo_among_many_is_a_bad_cell_and_no_second_reading():
    texts = [f"{number % 15 + 13}/01/2024" for number in range(200)] + ["01/13/2024"]
    assert read(*texts)[-1] is None
    assert None not in read(*texts)[:-1]


def test_serials_month_names_and_points_are_dates():
    assert read("45352", "45352.75", "1 Mar 2024", "March 1, 2024") == [date(2024, 3, 1)] * 4
    assert read("25.12.2024") == [date(2024, 12, 25)]


def test_what_is_no_date_is_null_and_never_a_guess():
    assert read("2024-02-30", "last Monday", "13", "2024", "", None, "2024-13-01", "24-03-05") == [None] * 8
    assert read("2024-03-31 to 2024-06-30", "2024-03-31 08:15") == [None, date(2024, 3, 31)]
    assert read("31/03/24") == [date(2024, 3, 31)]


@given(st.lists(days, min_size=1, max_size=30))
def test_any_column_written_year_first_reads_back(column):
    assert read(*(day.isoformat() for day in column)) == column


@given(
    st.lists(days, min_size=1, max_size=30),
    st.sampled_from(["day-first", "month-first"]),
    st.sampled_from("/.-"),
)
def test_any_column_in_one_known_order_reads_back(column, order, sign):
    form = f"%d{sign}%m{sign}%Y" if order == "day-first" else f"%m{sign}%d{sign}%Y"
    assert read(*(day.strftime(form) for day in column), order=order) == column


@given(days)
def test_any_serial_reads_back(day):
    serial = str((day - date(1899, 12, 30)) // timedelta(days=1))
    assert read(serial) == [day]


@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_text_at_all_makes_the_reader_fail(column):
    try:
        assert len(read(*column)) == len(column)
    except UndecidableDates as refused:
        assert refused.hint
