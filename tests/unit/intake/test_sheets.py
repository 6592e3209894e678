"""What planners send: titles, totals, merged and hidden cells, several sheets, errors, other headers."""

import openpyxl
import pytest
import xlsxwriter
from foresail.errors import EmptyWorkbook, UndecidableDates, UnmappedHeader
from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions

from tests.factories import DAY, HEADER, write_workbook

TODAY = DAY.replace(month=12)
TEA = (DAY, "Tea", 2, 2.5, "T1", "North", "P1")


def codes(checked):
    return checked.findings.select("sheet", "cell", "code").rows()


@pytest.fixture
def book(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "yyyy-mm-dd"})
    book.path = tmp_path / "a.xlsx"
    return book


def add(book, name, rows, header=HEADER, column=0):
    sheet = book.add_worksheet(name)
    for number, cells in enumerate([header, *rows]):
        sheet.write_row(number, column, cells)
    return sheet


@pytest.mark.parametrize(
    "row",
    [
        (None, "Total", 9),
        ("Total", None, 9),
        ("Grand total:", None, 9),
        (None, "Summe", 9),
        (None, "Total for March", 9),
        (DAY, "Total", 9),
        (None, None, 9, "Subtotal"),
    ],
)
def test_a_row_of_totals_is_left_out_and_told(tmp_path, row):
    checked = check(write_workbook(tmp_path / "a.xlsx", [TEA, row]), TODAY)
    assert (checked.report.rows_read, checked.report.totals_rows) == (1, 1)
    assert [code for _, _, code in codes(checked)] == ["totals-row"]


def test_a_product_that_only_begins_like_a_total_is_sold(tmp_path):
    row = (DAY, "Total Body Lotion", 2)
    checked = check(write_workbook(tmp_path / "a.xlsx", [TEA, row]), TODAY)
    assert checked.sales["product"].to_list() == ["Tea", "Total Body Lotion"]


def test_what_is_merged_over_rows_is_said_of_each_of_them_and_a_quantity_never_is(book):
    sheet = add(book, "Sales", [(None, "Tea", 2), (None, "Milk", 3), (None, "Bread", None)], HEADER[:3])
    sheet.merge_range("A2:A4", DAY, book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.merge_range("C3:C4", 3)
    book.close()
    checked = check(book.path, TODAY)
    assert checked.sales.select("date", "product", "quantity").rows() == [
        (DAY, "Tea", 2.0),
        (DAY, "Milk", 3.0),
    ]
    assert codes(checked) == [("Sales", "A2", "merged-cell-filled"), ("Sales", "C4", "missing-quantity")]
    assert checked.report.cells_filled == 2


def test_sheets_of_one_layout_add_up_hidden_ones_too_and_others_are_named_and_left(book):
    add(book, "Jan", [TEA])
    add(book, "Feb", [(DAY, "Tea", 3, 2.5, "T2", "North", "P1")]).hide()
    add(book, "Summary", [(DAY, "Tea", 5)], HEADER[:3])
    add(book, "Notes", [], ("Prices include tax.",))
    book.close()
    checked = check(book.path, TODAY)
    assert checked.sales["quantity"].to_list() == [2.0, 3.0]
    assert (checked.report.sheets, checked.report.sheets_left) == (["Jan", "Feb"], ["Summary", "Notes"])
    assert set(codes(checked)) == {
        ("Feb", "A1", "hidden-sheet-read"),
        ("Summary", "A1", "other-layout"),
        ("Notes", "A1", "sheet-left"),
    }


def test_a_table_that_does_not_begin_in_the_first_column_has_true_addresses(book):
    add(book, "Sales", [("soon", "Tea", 2), (DAY.isoformat(), "Tea", 2)], HEADER[:3], column=2)
    book.close()
    assert codes(check(book.path, TODAY)) == [("Sales", "C2", "not-a-date")]


def test_errors_of_excel_are_told_apart_from_empty_cells(book):
    sheet = add(book, "Sales", [TEA, TEA, TEA])
    sheet.write_formula("C3", "=NA()", None, "#N/A")
    sheet.write_formula("F4", "=1/0", None, "#DIV/0!")
    sheet.write_string("E4", "T3")
    book.close()
    checked = check(book.path, TODAY)
    assert checked.findings.select("cell", "value", "code").rows() == [
        ("C3", "#N/A", "cell-error"),
        ("F4", "#DIV/0!", "cell-not-used"),
    ]
    assert checked.sales["store"].to_list() == ["North", None]


def test_a_formula_without_its_result_is_told_and_never_is_zero(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER[:4])
    book.active.append([DAY, "Tea", 2, 2.5])
    book.active.append([DAY, "Milk", "=1+1", "=2*2"])
    book.save(tmp_path / "a.xlsx")
    checked = check(tmp_path / "a.xlsx", TODAY)
    assert checked.findings.select("cell", "code").rows() == [
        ("C3", "formula-without-value"),
        ("D3", "cell-not-used"),
    ]
    assert checked.sales["product"].to_list() == ["Tea"]


@pytest.mark.parametrize("counts_from_1904", [False, True])
def test_days_that_are_bare_numbers_count_from_the_workbooks_own_epoch(tmp_path, counts_from_1904):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": counts_from_1904})
    number = 46_083 - 1_462 * counts_from_1904
    add(book, "Sales", [(number, "Tea", 2)], HEADER[:3])
    book.close()
    assert check(tmp_path / "a.xlsx", TODAY).sales["date"].to_list() == [DAY]


@pytest.mark.parametrize(
    "header",
    [
        ("Datum", "Artikelbezeichnung", "Stückzahl"),
        ("Fecha", "Descripción", "Cantidad"),
        ("date de vente", "Désignation", "Qté"),
        ("Дата", "Товар", "Количество"),
        ("日付", "商品名", "数量"),
        ("INVOICE_DATE", "stock-code", "units sold"),
    ],
)
def test_headers_are_understood_in_several_languages(tmp_path, header):
    checked = check(write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2)], header=header), TODAY)
    assert checked.report.columns == dict(zip(("date", "product", "quantity"), header, strict=True))


def test_a_header_in_nobodys_list_is_refused_with_a_suggestion_and_mapped_by_hand(tmp_path):
    path = write_workbook(
        tmp_path / "a.xlsx", [(DAY, "Tea", 2)], header=("Invoice Datte", "What", "How many")
    )
    with pytest.raises(UnmappedHeader) as refused:
        check(path, TODAY)
    details = refused.value.details
    assert details["suggestion"] == {"Date": "Invoice Datte", "Product Name": "What", "Quantity": "How many"}
    assert details["headers"][:2] == [
        {"column": "A", "header": "Invoice Datte", "values": [DAY.isoformat()]},
        {"column": "B", "header": "What", "values": ["Tea"]},
    ]
    given = ReadingOptions(columns=details["suggestion"])
    assert check(path, TODAY, given).sales.select("product", "quantity").rows() == [("Tea", 2.0)]


def test_a_mapping_goes_before_the_synonyms(tmp_path):
    path = write_workbook(
        tmp_path / "a.xlsx", [(DAY, "4711", "Tea", 2)], header=("Date", "Product", "Text", "Qty")
    )
    given = ReadingOptions(columns={"Product Name": "Text"})
    checked = check(path, TODAY, given)
    assert checked.sales["product"].to_list() == ["Tea"]
    assert checked.report.columns_ignored == ["Product"]


def test_another_column_or_another_sheet_tells_the_order_of_dates(book):
    add(book, "A", [("03/04/2026", "Tea", 2)], HEADER[:3])
    add(book, "B", [("25/04/2026", "Tea", 2)], HEADER[:3])
    book.close()
    checked = check(book.path, TODAY)
    assert checked.sales["date"].dt.month().to_list() == [4, 4]
    assert checked.report.date_order == "day-first"


def test_a_delivery_date_beside_it_tells_the_order_of_dates(tmp_path):
    header = (*HEADER[:3], "Delivered")
    path = write_workbook(tmp_path / "a.xlsx", [("03/04/2026", "Tea", 2, "03/25/2026")], header=header)
    report = check(path, TODAY).report
    assert (report.date_order, report.date_order_from) == ("month-first", "other-columns")


def test_the_order_chosen_before_is_used_only_where_nothing_tells(tmp_path):
    usual = ReadingOptions(usual_order="day-first")
    open_path = write_workbook(tmp_path / "a.xlsx", [("03/04/2026", "Tea", 2)], header=HEADER[:3])
    told_path = write_workbook(tmp_path / "b.xlsx", [("04/25/2026", "Tea", 2)], header=HEADER[:3])
    assert check(open_path, TODAY, usual).report.date_order_from == "remembered"
    assert check(told_path, TODAY, usual).report.date_order == "month-first"


def test_dates_that_excel_seems_to_have_swapped_are_pointed_out(tmp_path):
    early = [(DAY.replace(day=number), "Tea", 1) for number in range(1, 8)]
    late = [(f"{number}/03/2026", "Tea", 1) for number in range(13, 20)]
    checked = check(write_workbook(tmp_path / "a.xlsx", early + late, header=HEADER[:3]), TODAY)
    assert checked.findings.select("cell", "code").rows() == [("A2", "dates-look-swapped")]
    assert checked.report.rows_accepted == 14


def csv(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_text(text)
    return path


def test_a_quote_that_is_left_open_is_told_and_swallows_no_row_unseen(tmp_path):
    text = 'Date,Product,Quantity\n2026-01-01,"Coffee,5\n2026-01-02,Tea,7\n2026-01-03,"Bread",3\n2026-01-04,Rye,4\n'
    checked = check(csv(tmp_path, text), TODAY)
    assert checked.sales["product"].to_list() == ["Rye"]
    assert [code for _, _, code in codes(checked)] == ["too-many-cells"]


def test_an_address_of_several_lines_in_a_cell_is_no_open_quote(tmp_path):
    text = 'Date,Product,Quantity,Store\n2026-01-01,Tea,5,"High Street 1\nYork, England"\n'
    assert check(csv(tmp_path, text), TODAY).report.rows_accepted == 1


def test_digits_of_another_script_cost_their_row_and_not_the_file(tmp_path):
    text = "Date,Product,Quantity\n2026-01-01,Tea,5\n٠٣/٠٤/٢٠٢٦,Tea,5\n１３/０４/２０２６,Tea,5\n"
    checked = check(csv(tmp_path, text), TODAY)
    assert (checked.report.rows_accepted, checked.report.rows_rejected) == (1, 2)


def test_a_file_of_nothing_but_delimiters_is_empty(tmp_path):
    with pytest.raises(EmptyWorkbook):
        check(csv(tmp_path, ",,,\n,,,\n"), TODAY)


def test_a_given_header_of_signs_is_that_column_and_no_empty_one(tmp_path):
    path = csv(tmp_path, "Date,,Product,#\n2026-01-01,77,A,5\n")
    checked = check(path, TODAY, ReadingOptions(columns={"Quantity": "#"}))
    assert checked.sales["quantity"].to_list() == [5.0]


def test_a_given_header_that_is_not_there_is_refused_and_nothing_taken_in_its_place(tmp_path):
    path = csv(tmp_path, "Date,Product,Quantity,Shipped\n2026-01-01,A,5,3\n")
    with pytest.raises(UnmappedHeader, match="'Shiped'"):
        check(path, TODAY, ReadingOptions(columns={"Quantity": "Shiped"}))


def test_thousands_with_a_point_follow_the_other_columns_and_the_signs_of_the_country(tmp_path):
    checked = check(csv(tmp_path, "Datum;Artikel;Menge\n2026-01-01;Tee;1.250\n2026-01-02;Tee;3\n"), TODAY)
    assert checked.sales["quantity"].to_list() == [1250, 3]
    assert [code for _, _, code in codes(checked)] == ["likely-format"]
    told = check(
        csv(tmp_path, "Datum;Artikel;Menge;Preis\n2026-01-01;Tee;1.250;2,50\n2026-01-02;Tee;3;1,5\n"), TODAY
    )
    assert told.sales["quantity"].to_list() == [1250, 3]
    assert (told.report.number_format, told.report.number_format_from) == ("comma-decimal", "other-columns")
    decimals = check(
        csv(tmp_path, "Date,Product,Quantity\n2026-01-01,Tea,1.250\n2026-01-02,Tea,0.5\n"), TODAY
    )
    assert decimals.sales["quantity"].to_list() == [1.25, 0.5]


def test_a_footnote_is_no_digit(tmp_path):
    checked = check(csv(tmp_path, "Date,Product,Quantity\n2026-01-01,Tea,12¹\n2026-01-02,Tea,3\n"), TODAY)
    assert checked.sales["quantity"].to_list() == [3.0]


def test_dates_that_seem_to_begin_with_a_short_year_are_refused(tmp_path):
    rows = "".join(f"24/03/{day:02d},Tea,1\n" for day in range(5, 12))
    with pytest.raises(UndecidableDates, match="start with a two-digit year"):
        check(csv(tmp_path, f"Date,Product,Quantity\n{rows}"), TODAY)


def test_a_sheet_that_repeats_another_without_ids_is_pointed_out(book):
    for name in ("Jan", "All"):
        add(book, name, [(DAY, "Tea", 2), (DAY, "Milk", 3)], HEADER[:3])
    book.close()
    assert codes(check(book.path, TODAY)) == [("All", "A1", "sheet-repeated")]


def test_thousands_of_merged_cells_are_filled_in_one_go(book):
    sheet = add(book, "Sales", [(None, "Tea", 2)] * 8_000, HEADER[:3])
    form = book.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(1, 8_001, 2):
        sheet.merge_range(row, 0, row + 1, 0, DAY, form)
    book.close()
    assert check(book.path, TODAY).report.rows_accepted == 8_000
