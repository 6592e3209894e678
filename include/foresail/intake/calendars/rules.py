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
            "The cell holds an error of Excel, or a formula whose result was not saved.",
            "Mend the formula, or write the value in its place.",
        ),
        (
            "calendar-row-parted",
            "The row has more cells than the header, or a cell of several lines: a comma or a quote inside a "
            "text may have parted it, or joined it to others, which are then missing.",
            "Put texts with commas in quotes and double the quotes inside them, or save the file as .xlsx.",
        ),
        ("calendar-no-first-day", "The first day is empty.", "Fill in the day that it begins on."),
        (
            "calendar-not-a-date",
            "This is no date between 1980 and 2100 in the order of day and month that the column has.",
            "Write it as year-month-day, for example 2026-03-31.",
        ),
        (
            "calendar-ends-early",
            "The last day lies before the first.",
            "Correct one of the two; leave the last day empty for a single day.",
        ),
        (
            "calendar-too-long",
            f"From the first day to the last are more than {DAYS_MAX} days.",
            "Correct the year, or write a row for each year.",
        ),
        (
            "calendar-says-nothing",
            "The row has neither an event nor a unit price.",
            "Name the event, or write the price that is planned.",
        ),
        (
            "calendar-not-a-price",
            "The unit price is no number above zero and up to 1,000,000,000, or can be read in two ways.",
            "Write digits with a point for decimals, for example 2.55. A text of three decimals may mean "
            "thousands: write 2.1250, or a number in a workbook.",
        ),
        (
            "calendar-price-of-what",
            "A unit price stands without a product.",
            "Name the product; a row is needed for each.",
        ),
        (
            "calendar-text-too-long",
            f"The text is too long: an event has at most {EVENT_MAX} signs, a product {PRODUCT_MAX}.",
            "Shorten it; most often two cells ran together.",
        ),
    )
}
