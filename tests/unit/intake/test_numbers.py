import math

import polars as pl
import pytest
from foresail.intake.numbers import parse_numbers
from hypothesis import given
from hypothesis import strategies as st


def read(*texts):
    return parse_numbers(pl.Series(texts, dtype=pl.String)).to_list()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("-3", -3),
        ("2.55", 2.55),
        ("1,234.50", 1234.5),
        ("1.234,50", 1234.5),
        ("1 234.5", 1234.5),
        ("1'234.5", 1234.5),
        ("€ 2,50", 2.5),
        ("1,234,567", 1234567),
        ("1e3", 1000),
        ("0.5", 0.5),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert read(text) == [number]


def test_a_lone_comma_before_three_digits_follows_the_column_or_is_not_read():
    assert read("1,250") == [None]
    assert read("1,250", "1,250.00") == [1250, 1250]
    assert read("1,250", "3,5") == [1.25, 3.5]


def test_numbers_with_something_between_are_not_run_together():
    assert read("12 5", "10 20", "5'6", "1 2345") == [None] * 4
    assert read("1 234", "12'345.5") == [1234, 12345.5]


def test_a_point_that_may_part_thousands_follows_the_column_or_is_not_read():
    assert read("3,5", "1.250") == [3.5, 1250]
    assert read("1.250", "2.000") == [None, None]
    assert read("1.250", "2.5") == [1.25, 2.5]


def test_a_number_beyond_any_sale_is_none():
    assert read("1e308", "1000000001", "1000000000") == [None, None, 1e9]


def test_what_is_no_number_is_null():
    assert read("two", "n/a", "", "1-2", "0x10", "nan", "inf", "1e999", None, "12 apples") == [None] * 10


@given(st.floats(-1e9, 1e9))
def test_any_number_that_a_cell_holds_reads_back(number):
    assert math.isclose(read(repr(number), "0.5")[0], number, rel_tol=1e-12)


@given(st.lists(st.text(max_size=20), max_size=20))
def test_any_text_is_a_finite_number_or_null(column):
    numbers = read(*column)
    assert len(numbers) == len(column)
    assert all(number is None or math.isfinite(number) for number in numbers)
