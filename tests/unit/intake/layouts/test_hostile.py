"""Whatever grid of cells comes, it ends in sales whose findings have a true cell, or in a refusal in words."""

import csv
from datetime import date

from foresail.errors import ForesailError
from foresail.intake.checking import check
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADINGS = [
    "Date", "Product", "Quantity", "Qty", "Year", "Month", "Week", "Day", "Row Labels", "Store", "Transaction ID", "Item",
    "Jan-25", "Feb-25", "2025-W01", "2025-W02", "202501", "202502", "Q1 2025", "Total", "Grand Total", "KW 7", "Jan",
    "Feb", "Mar", "Revenue", "Units", "Sum of Qty", "2024", "2025", "Lineitem name", "Lineitem quantity", "Created at",
    "MATNR", "MENGE", "BUDAT", "BWART", "Type", "Status", "1", "2", "w/c 06/01/2025", "Jan-25 Qty", "", "#N/A", "\u200b",
]  # fmt: skip
VALUES = [
    "Tea", "Milk", "Tea Total", "Total", "2025-01-02", "02/01/2025", "01/13/2025", "45658", "1", "2", "10", "20", "1.5",
    "1,250", "-3", "(4)", "5-", "-", "n/a", "12 pcs", "two", "Return", "Cancelled", "Jan-25", "KW 7", "2025", "601", "",
    "9" * 40, "x" * 300, "=1+1", "\x0b", "٣", "Jan", "31", "99", "0",
]  # fmt: skip
cells = st.one_of(st.sampled_from(HEADINGS), st.sampled_from(VALUES), st.text(max_size=6))
widths = st.integers(1, 7)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_grid_of_cells_makes_the_check_fail(tmp_path_factory, data):
    width = data.draw(widths)
    row = st.lists(cells, min_size=width, max_size=width)
    heading = st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width)
    value = st.lists(st.sampled_from(VALUES), min_size=width, max_size=width)
    grid = [
        *data.draw(st.lists(row, max_size=2)),
        *data.draw(st.lists(heading, min_size=1, max_size=2)),
        *data.draw(st.lists(value, max_size=12)),
        *data.draw(st.lists(row, max_size=2)),
    ]
    path = tmp_path_factory.mktemp("grid") / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(grid)
    try:
        checked = check(path, date(2026, 11, 28))
    except ForesailError as refused:
        assert refused.message
        assert refused.hint
        return
    report = checked.report
    assert report.rows_accepted + report.rows_rejected + report.rows_repeated == report.rows_read
    assert checked.findings["cell"].str.contains(r"^[A-Z]{1,3}[1-9]\d*$").all()
    assert checked.findings["row"].is_between(1, len(grid)).all()
