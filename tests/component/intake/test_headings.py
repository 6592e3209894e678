"""Headings of many exports are understood by their words and values, or suggested, and never wrongly."""

from datetime import date, timedelta

import pytest
from foresail.errors import UnmappedHeader
from foresail.intake.headings import rate_date, rate_product, rate_quantity

from tests.unit.intake.layouts.reading import codes, read
from tests.unit.intake.layouts.triples import ALL

NAMES = ("Hex bolt M8", "Washer 8mm", "Lock nut M8", "Green Tea")
FIELDS = ("date", "product", "quantity")
COLUMNS = ("Date", "Product Name", "Quantity")
NOISE = (
    "Order ID",
    "Customer Name",
    "Category",
    "City",
    "Stock on Hand",
    "Total Amount",
    "Ship Date",
    "Qty Returned",
)


def lines(count=40):
    for number in range(count):
        day = date(2025, 1, 3) + timedelta(days=number // 3)
        noise = (
            10_000 + number // 2,
            f"Ann Lee {number % 5}",
            "Hardware",
            "York",
            number * 7 % 90,
            12.5,
            day,
            0,
        )
        yield (*noise, day, NAMES[number * 7 % 4], 1 + number * 5 % 7)


def judge(folder, triple, noise):
    """`read`, `click` (a right suggestion), `nothing` or `wrong`."""
    kept = [NOISE.index(name) for name in noise] + [len(NOISE) + place for place in range(3)]
    rows = [tuple(line[place] for place in kept) for line in lines()]
    try:
        told = read(folder, (*noise, *triple), *rows).report.columns
        return "read" if [told[field] for field in FIELDS] == list(triple) else "wrong"
    except UnmappedHeader as refused:
        told = {**refused.details["suggestion"], **refused.details["mapping"]}
    if [told.get(name) for name in COLUMNS] == list(triple):
        return "click"
    wanted = dict(zip(COLUMNS, triple, strict=True))
    return "wrong" if any(told.get(name, wanted[name]) != wanted[name] for name in COLUMNS) else "nothing"


@pytest.mark.parametrize("noise", [NOISE[:1], NOISE], ids=["behind an id", "among others"])
def test_of_common_headings_95_of_100_are_read_or_one_click_away_and_none_is_wrong(tmp_path, noise):
    judged = {triple: judge(tmp_path, triple, noise) for triple in ALL}
    assert [triple for triple, how in judged.items() if how == "wrong"] == []
    good = [how for how in judged.values() if how in ("read", "click")]
    assert len(good) >= 0.95 * len(ALL), {triple for triple, how in judged.items() if how == "nothing"}


def test_what_was_understood_by_its_words_is_said(tmp_path):
    checked = read(tmp_path, ("Posting Date", "Material", "Order Qty"), (date(2025, 1, 3), "Tea", 2))
    assert codes(checked) == {"heading-understood": ["A1", "B1", "C1"]}


@pytest.mark.parametrize(
    "heading",
    [
        "Order Number",
        "Customer Name",
        "Product Category",
        "Store Name",
        "Supplier",
        "Item Price",
        "Unit",
        "City",
    ],
)
def test_what_is_of_other_things_is_no_product(heading):
    assert rate_product(heading).score == 0


@pytest.mark.parametrize(
    "heading", ["Qty on hand", "Stock qty", "Returned units", "Plan quantity", "Qty min", "Unit price"]
)
def test_units_that_were_not_sold_are_no_quantity(heading):
    assert rate_quantity(heading).score == 0


@pytest.mark.parametrize(
    "heading", ["Due date", "Date of birth", "Expiry date", "Last updated date", "Birthday"]
)
def test_days_on_which_nothing_was_sold_are_no_date(heading):
    assert rate_date(heading).score == 0


def test_ordered_and_shipped_are_suggested_as_ordered(tmp_path):
    header = ("Order Date", "Ship Date", "Item", "Qty Ordered", "Qty Shipped")
    row = (date(2025, 1, 3), date(2025, 1, 5), "Tea", 5, 4)
    with pytest.raises(UnmappedHeader) as refused:
        read(tmp_path, header, row)
    details = refused.value.details
    columns = {**details["mapping"], **details["suggestion"]}
    assert columns == {"Date": "Order Date", "Product Name": "Item", "Quantity": "Qty Ordered"}
    assert read(tmp_path, header, row, columns=columns).sales["quantity"].to_list() == [5]


def test_a_month_is_never_suggested_as_the_quantity(tmp_path):
    with pytest.raises(UnmappedHeader) as refused:
        read(tmp_path, ("Product", "May-23", "Note"), ("Tea", 5, "x"), ("Milk", 6, "y"))
    assert refused.value.details["suggestion"] == {}
