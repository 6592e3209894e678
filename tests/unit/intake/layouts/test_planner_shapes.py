"""The right reading of shapes that planners really keep; skipped where those files are not beside the project."""

from datetime import date

import pytest
from foresail.errors import UnmappedHeader
from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions

from tests.requirements import real_data

TODAY = date(2026, 11, 28)
# File: rows, units, first and last day, products, layout, period.
READ = {
    "wide_months.xlsx": (12, 303, "2025-01-01", "2025-04-01", 3, "wide", "month"),
    "wide_month_dates.xlsx": (36, 897, "2025-01-01", "2025-12-01", 3, "wide", "month"),
    "14_wide_months_text.xlsx": (36, 918, "2023-01-01", "2023-12-01", 3, "wide", "month"),
    "14_wide_weeks.xlsx": (36, 918, "2023-01-02", "2023-03-20", 3, "wide", "week"),
    "iso_week_col.xlsx": (87, 2246, "2024-12-30", "2025-07-14", 3, "long", "week"),
    "yyyymm_col.xlsx": (36, 806, "2025-01-01", "2025-12-01", 3, "long", "month"),
    "month_col_text.xlsx": (18, 471, "2025-01-01", "2025-06-01", 3, "long", "month"),
    "12a_period_mon_yy.csv": (3, 21, "2023-01-01", "2023-03-01", 1, "long", "month"),
    "12b_period_yyyy_mm.csv": (3, 21, "2023-01-01", "2023-03-01", 1, "long", "month"),
    "12e_period_iso_week.csv": (3, 21, "2023-01-30", "2023-02-13", 1, "long", "week"),
    "13_year_month_columns.csv": (3, 21, "2023-01-01", "2023-03-01", 3, "long", "month"),
    "grouped_blank_product.xlsx": (30, 90, "2026-01-01", "2026-01-10", 3, "long", "day"),
    "pivot_subtotals.xlsx": (30, 90, "2026-01-01", "2026-01-10", 3, "long", "day"),
    "15_pivot_tabular.xlsx": (5, 21, "2023-01-02", "2023-01-04", 2, "long", "day"),
    "17_totals_with_date.csv": (3, 18, "2023-01-02", "2023-01-03", 2, "long", "day"),
    "18_item_is_line_number.csv": (3, 14, "2024-01-31", "2024-02-01", 2, "long", "day"),
    "20_pos_line_per_unit.csv": (5, 5, "2024-05-12", "2024-05-13", 2, "long", "day"),
    "shopify.csv": (90, 180, "2026-01-01", "2026-01-30", 3, "long", "day"),
    "22_shopify_orders.csv": (3, 4, "2024-05-01", "2024-05-02", 2, "long", "day"),
    "27_header_in_row_36.xlsx": (1, 5, "2023-01-02", "2023-01-02", 1, "long", "day"),
}


@pytest.mark.parametrize("name", READ)
def test_each_shape_has_its_right_reading(name):
    checked = check(real_data(f"planner-shapes/{name}"), TODAY)
    report = checked.report
    read = (report.rows_accepted, checked.sales["quantity"].sum(), report.first_day, report.last_day)
    assert (*read, report.products, report.layout, report.period) == READ[name]
    assert report.rows_rejected == 0


def test_a_name_goes_before_a_code_and_totals_are_counted():
    checked = check(real_data("planner-shapes/wide_months.xlsx"), TODAY)
    assert checked.report.columns["product"] == "Description"
    assert check(real_data("planner-shapes/pivot_subtotals.xlsx"), TODAY).report.totals_rows == 4


def test_a_shops_order_number_is_the_transaction_and_its_location_the_store():
    columns = check(real_data("planner-shapes/shopify.csv"), TODAY).report.columns
    assert (columns["transaction_id"], columns["store"]) == ("Name", "Location")


def test_what_two_columns_may_be_is_asked():
    with pytest.raises(UnmappedHeader, match=r"\(C and D\)"):
        check(real_data("planner-shapes/dup_header.xlsx"), TODAY)


def test_demand_is_suggested_as_ordered_on_the_order_date():
    path = real_data("planner-shapes/two_stage_date.xlsx")
    with pytest.raises(UnmappedHeader) as refused:
        check(path, TODAY)
    columns = {**refused.value.details["mapping"], **refused.value.details["suggestion"]}
    assert columns == {"Date": "Order Date", "Product Name": "Item", "Quantity": "Qty Ordered"}
    assert check(path, TODAY, ReadingOptions(columns=columns)).report.rows_accepted == 60
