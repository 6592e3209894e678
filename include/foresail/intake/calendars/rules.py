"""What can be wrong with a row of a calendar: each makes the calendar refused, and nothing is changed."""

from datetime import date

from foresail.intake.findings import Rule
from foresail.severities import Severity

EARLIEST, LATEST = date(1980, 1, 1), date(2100, 12, 31)
EVENT_MAX, PRODUCT_MAX = 120, 255
DAYS_MAX, ENTRIES_MAX = 366, 100_000

CALENDAR_RULES = {
    code: Rule(code, Severity.ERROR, message, remedy)
    for code, message, remedy in (
        (
            "calendar-cell-error",
            "The cell contains an Excel error, or a formula whose result was not saved.",
            "Fix the formula, or replace it with its value.",
        ),
        (
            "calendar-too-many-cells",
            "The row has more cells than the header, or a cell with several lines: a comma or quote inside a "
            "text may have split the row, or merged it with others, which are then missing.",
            "Put text that contains commas in quotes and double any quotes inside it, or save "
            "the file as .xlsx.",
        ),
        ("calendar-no-first-day", "The first day is empty.", "Enter the day it starts on."),
        (
            "calendar-not-a-date",
            "This is not a valid date between 1980 and 2100 in the day and month order of its column.",
            "Write it as year-month-day, for example 2026-03-31.",
        ),
        (
            "calendar-ends-before-start",
            "The last day is before the first.",
            "Correct one of them; leave the last day empty for a single day.",
        ),
        (
            "calendar-too-long",
            f"The last day is more than {DAYS_MAX} days after the first.",
            "Correct the year, or write one row per year.",
        ),
        (
            "calendar-empty-entry",
            "The row has neither an event nor a unit price.",
            "Name the event, or enter the planned price.",
        ),
        (
            "calendar-not-a-price",
            "The unit price is not a number above zero and up to 1,000,000,000, or is ambiguous.",
            "Write digits with a decimal point, for example 2.55. Text with three decimals may mean "
            "thousands: write 2.1250, or a number in a workbook.",
        ),
        (
            "calendar-price-without-product",
            "There is a unit price but no product.",
            "Name the product; use one row for each.",
        ),
        (
            "calendar-text-too-long",
            f"The text is too long: at most {EVENT_MAX} characters for an event, {PRODUCT_MAX} "
            "for a product.",
            "Shorten it; often two cells have run together.",
        ),
    )
}
