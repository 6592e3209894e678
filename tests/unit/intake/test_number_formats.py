import math

import polars as pl
import pytest
from foresail.errors import UndecidableNumbers
from foresail.intake.number_formats import NumberHints
from foresail.intake.numbers import read_numbers
from hypothesis import given
from hypothesis import strategies as st

PIECES = ("pcs", "EA", "Stk.", "szt", "ks", "adet", "шт.", "pz", "件")


def read(*texts, elsewhere=(), numeric=False, **hints):
    columns = [pl.Series(column) for column in elsewhere]
    return read_numbers(
        pl.Series(texts, dtype=pl.String), NumberHints(elsewhere=lambda: columns, **hints), numeric=numeric
    )


@pytest.mark.parametrize(
    ("texts", "column", "numbers"),
    [
        (("1,250", "12"), ("2.50", "3.10"), [1250, 12]),
        (("1.250", "12"), ("2,50", "3,10"), [1250, 12]),
        (("1,250", "12"), ("2,50",), [1.25, 12]),
        (("1.250", "12"), ("2.50",), [1.25, 12]),
        (("1,250", "12"), ("3,125.00",), [1250, 12]),
        (("1.250", "12"), ("3.125,00",), [1250, 12]),
        (("-1,250", "(1,250)"), ("0.99",), [-1250, -1250]),
    ],
)
def test_another_column_tells_what_parts_thousands(texts, column, numbers):
    told = read(*texts, elsewhere=[("2024-01-31", "x"), column])
    assert told.values.to_list() == numbers
    assert told.format.origin == "other-columns"
    assert not told.format.is_likely


def test_a_column_that_is_no_column_of_numbers_tells_nothing():
    with pytest.raises(UndecidableNumbers):
        read("1,250", "2,333", elsewhere=[("M8 1.50", "Tea 2.50", "2.50")])


def test_columns_that_contradict_each_other_tell_nothing():
    with pytest.raises(UndecidableNumbers):
        read("1,250", "2,333", elsewhere=[("2.50",), ("2,50",)])


def test_a_number_of_a_workbook_shows_nothing_of_how_texts_are_written():
    with pytest.raises(UndecidableNumbers):
        read("1,250", elsewhere=[("2.5", "3")], is_text=False)
    assert read("1,250", elsewhere=[("2.50", "3")], is_text=False).values.to_list() == [1250]


def test_a_thousand_beside_small_whole_numbers_is_told_as_likely():
    told = read("1,250", "12", "5")
    assert told.values.to_list() == [1250, 12, 5]
    assert told.format.is_likely
    assert told.are_open.to_list() == [True, False, False]
    with pytest.raises(UndecidableNumbers):
        read("1,253", "12", "5")


def test_the_country_decides_only_where_two_signs_agree():
    assert read("1,250", locale=("comma-decimal",) * 2).values.to_list() == [1.25]
    for signs in (("comma-decimal",), ("comma-decimal", "point-decimal", "comma-decimal")):
        with pytest.raises(UndecidableNumbers):
            read("1,250", locale=signs)


def test_a_shape_that_the_country_contradicts_is_asked():
    for signs in ((), ("comma-decimal",) * 2):
        assert read("1.250", "12", "5", locale=signs).values.to_list() == [1250, 12, 5]
    with pytest.raises(UndecidableNumbers):
        read("1.250", "12", "5", locale=("point-decimal",) * 2)


def test_what_was_chosen_before_is_used_only_where_nothing_tells():
    assert read("1,250", remembered="comma-decimal").format.origin == "remembered"
    told = read("1,250", "2.5", remembered="comma-decimal")
    assert (told.values.to_list(), told.format.origin) == ([1250, 2.5], "column")
    assert read("1,250", "2.5", given="comma-decimal").values.to_list() == [1.25, 2.5]


def test_the_question_shows_both_readings():
    with pytest.raises(UndecidableNumbers) as asked:
        read("1,250")
    assert asked.value.details == {
        "example": "1,250",
        "readings": {"point-decimal": "1250", "comma-decimal": "1.25"},
    }
    with pytest.raises(UndecidableNumbers) as asked:
        read("1.250")
    assert asked.value.details["readings"] == {"point-decimal": "1.25", "comma-decimal": "1250"}


def test_a_number_below_one_shows_that_its_sign_parts_decimals():
    assert read("0,250", "1,250").values.to_list() == [0.25, 1.25]
    assert read("0.250", "1,250").values.to_list() == [0.25, 1250]


def test_a_number_that_needs_no_format_needs_no_answer():
    told = read("12", "1,250.50", "1 250", None, "two")
    assert told.values.to_list() == [12, 1250.5, 1250, None, None]
    assert told.format.decimals is None


@pytest.mark.parametrize("unit", PIECES)
def test_what_is_counted_is_never_sold_in_thousandths(unit):
    told = read(f"1,234 {unit}", f"1.234{unit}", f"12 {unit}")
    assert told.values.to_list() == [1234, 1234, 12]
    assert told.units.to_list() == ["pcs"] * 3


def test_a_negative_with_a_unit_is_read_as_accountants_write_it():
    told = read("(3) pcs", "(3 pcs)", "-3 pcs", "3- pcs", "3 pcs-")
    assert told.values.to_list() == [-3, -3, -3, None, -3]


def test_what_is_weighed_is_asked():
    with pytest.raises(UndecidableNumbers):
        read("1,234 kg")
    assert read("1,234 kg", "1,5 kg").values.to_list() == [1.234, 1.5]


@pytest.mark.parametrize(
    "text", ["12 apples", "12 kg 5", "kg", "12 Jan", "M8", "12x12", "12 % kg", "1-2 pcs", "2M"]
)
def test_what_is_no_number_with_a_unit_is_null(text):
    assert read(text).values.to_list() == [None]


def test_a_percentage_is_no_number_and_known_as_one():
    told = read("12%", "12,5 %", "(5%)", "3")
    assert told.values.to_list() == [None, None, None, 3]
    assert told.are_percent.to_list() == [True, True, True, False]


amounts = st.integers(-999_999, 999_999)


@given(
    st.lists(amounts, min_size=1, max_size=20),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", " kg", " EUR"]),
)
def test_any_column_of_grouped_numbers_reads_back_or_is_asked(numbers, has_points, has_decimals, behind):
    decimals = ".50" if has_decimals else ""
    texts = [f"{number:,}{decimals}{behind}" for number in numbers]
    if not has_points:
        texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]
    try:
        told = read(*texts).values.to_list()
    except UndecidableNumbers:
        assert not has_decimals
        return
    half = 0.5 if has_decimals else 0
    assert told == [math.copysign(abs(number) + half, number) if number else half for number in numbers]
