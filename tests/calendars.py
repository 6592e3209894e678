"""Calendars as planners write them, and any that they could write."""

from datetime import date, timedelta

import openpyxl
from hypothesis import strategies as st

HEADER = ("First Day", "Last Day", "Event", "Product Name", "Unit Price")
DAYS = st.dates(date(1980, 1, 1), date(2099, 1, 1))
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=30
)


def book(path, *rows, header=HEADER):
    workbook = openpyxl.Workbook()
    workbook.active.title = "Plan"
    for row in (header, *rows):
        workbook.active.append(row)
    workbook.save(path)
    return path


def codes(found):
    return [(finding["cell"], finding["code"]) for finding in found]


@st.composite
def entries(draw):
    first = draw(DAYS)
    price = draw(st.none() | st.floats(0.01, 1e9))
    return {
        "first_day": first.isoformat(),
        "last_day": (first + timedelta(days=draw(st.integers(0, 366)))).isoformat(),
        "event": draw(TEXTS if price is None else st.none() | TEXTS),
        "product": draw(st.none() | TEXTS if price is None else TEXTS),
        "unit_price": price,
    }
