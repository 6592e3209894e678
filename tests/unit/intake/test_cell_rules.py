from datetime import date

import pytest
from foresail.errors import NoUsableRows, UndecidableEncoding, UndecidableNumbers
from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions

TODAY = date(2026, 11, 1)


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    return path


def codes(checked):
    return [(cell, code) for cell, code in checked.findings.select("cell", "code").rows()]


def sales(*rows, header="Date,Product,Quantity"):
    return "\n".join([header, *(f"2024-01-{number:02d},{row}" for number, row in enumerate(rows, 1))])


def test_the_unit_of_a_quantity_is_told_once_at_its_first_cell(tmp_path):
    checked = check(write(tmp_path, sales("Bolt,12 pcs", "Nut,5 Stk", "Flour,1.5 kg", "Flour,2 kg")), TODAY)
    assert checked.sales["quantity"].to_list() == [12, 5, 1.5, 2]
    assert codes(checked) == [("C2", "unit-read"), ("C4", "unit-read")]
    assert checked.report.units == {"pcs": 2, "kg": 2}


def test_another_unit_than_most_rows_of_its_product_costs_its_row(tmp_path):
    rows = sales("Flour,1 kg", "Flour,500 g", "Flour,2 kg", "Salt,500 g", "Flour,3")
    checked = check(write(tmp_path, rows), TODAY)
    assert checked.sales.select("product", "quantity").rows() == [
        ("Flour", 1),
        ("Flour", 2),
        ("Salt", 500),
        ("Flour", 3),
    ]
    assert ("C3", "mixed-units") in codes(checked)


def test_a_percentage_is_no_quantity(tmp_path):
    checked = check(write(tmp_path, sales("Tea,12%", "Tea,3")), TODAY)
    assert codes(checked) == [("C2", "percentage")]
    with pytest.raises(NoUsableRows, match="percentage"):
        check(write(tmp_path, sales("Tea,12 %")), TODAY)


def test_codes_that_a_spreadsheet_rounded_are_pointed_out_in_each_cell(tmp_path):
    checked = check(
        write(tmp_path, sales("4.00638E+12,1", "4.00639E+12,2", "4006381333931,3", "1E5,4")), TODAY
    )
    assert codes(checked) == [("B2", "code-rounded"), ("B3", "code-rounded")]


def test_codes_that_differ_in_leading_zeros_are_two_products_and_pointed_out_once(tmp_path):
    checked = check(write(tmp_path, sales("00123,1", "123,2", "00123,3", "0124,1", "007,1")), TODAY)
    assert codes(checked) == [("B2", "codes-alike"), ("B3", "codes-alike")]
    assert checked.report.products == 4


def test_letters_that_cannot_be_read_are_pointed_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(sales(*["Żółty ser,1"] * 30).encode() + b"\n2024-03-01,Caf\xe9,1\n")
    assert codes(check(path, TODAY)) == [("B32", "letters-lost")]


def test_numbers_that_stay_open_are_asked_once_and_answered_by_an_option(tmp_path):
    path = write(tmp_path, "Date;Product;Quantity\n2024-01-02;Tea;1,253\n2024-01-03;Tea;2,417\n")
    with pytest.raises(UndecidableNumbers, match="1,253"):
        check(path, TODAY)
    told = check(path, TODAY, ReadingOptions(number_format="point-decimal"))
    assert told.sales["quantity"].to_list() == [1253, 2417]
    assert told.findings.is_empty()
    usual = check(path, TODAY, ReadingOptions(usual_numbers="comma-decimal"))
    assert usual.sales["quantity"].to_list() == [1.253, 2.417]
    assert codes(usual) == [("C2", "likely-format")]


def test_signs_of_a_country_that_agree_decide_and_are_told(tmp_path):
    checked = check(
        write(tmp_path, "Datum;Artikel;Menge\n22.01.2024;Tee;1,253\n23.01.2024;Tee;2,417\n"), TODAY
    )
    assert checked.sales["quantity"].to_list() == [1.253, 2.417]
    assert checked.report.number_format_from == "locale"
    assert codes(checked) == [("C2", "likely-format")]


def test_an_encoding_that_stays_open_is_asked_and_answered_by_an_option(tmp_path):
    path = write(tmp_path, "Date,Product,Quantity\n2024-01-02,Ką,1\n", "cp1250")
    with pytest.raises(UndecidableEncoding):
        check(path, TODAY)
    assert check(path, TODAY, ReadingOptions(encoding="cp1250")).products[0].name == "Ką"
    assert check(path, TODAY, ReadingOptions(usual_encoding="cp1250")).report.encoding == "cp1250"


def test_options_of_before_have_the_names_that_they_had():
    assert ReadingOptions().digest() == "own-order"
    assert ReadingOptions(date_order="day-first").digest() == "day-first"
    assert ReadingOptions(encoding="cp1250").digest() != ReadingOptions(usual_encoding="cp1250").digest()
