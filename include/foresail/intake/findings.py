"""The codes of everything that can be wrong with a workbook, each with its words for a planner.

docs/findings.md has a heading for each code, and a test holds that.
"""

from dataclasses import dataclass
from typing import Any

from foresail.severities import Severity


@dataclass(frozen=True)
class Rule:
    """A kind of finding: its code, its severity, what is wrong and what to do."""

    code: str
    severity: Severity
    message: str
    remedy: str


RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "cell-error",
            Severity.ERROR,
            "The cell contains an Excel error, such as #N/A or #REF!.",
            "Fix the formula, or replace it with its value.",
        ),
        Rule(
            "formula-without-value",
            Severity.ERROR,
            "The cell contains a formula whose result was not saved; Foresail does not calculate formulas.",
            "Open the workbook in Excel or LibreOffice, save it there and upload it again.",
        ),
        Rule("missing-date", Severity.ERROR, "The date is empty.", "Enter the day of the sale."),
        Rule(
            "not-a-date",
            Severity.ERROR,
            "This is not a valid date in the day and month order of its column.",
            "Write it as year-month-day, for example 2024-03-31.",
        ),
        Rule(
            "implausible-date",
            Severity.ERROR,
            "The date is in the future, or before 1980.",
            "Correct the date.",
        ),
        Rule("missing-product", Severity.ERROR, "The product name is empty.", "Enter the product name."),
        Rule("missing-quantity", Severity.ERROR, "The quantity is empty.", "Enter the units sold."),
        Rule(
            "not-a-number",
            Severity.ERROR,
            "The quantity is not a number, is above 1,000,000,000, or is ambiguous.",
            "Write digits with a decimal point, for example 1250.5.",
        ),
        Rule(
            "percentage",
            Severity.ERROR,
            "The quantity is a percentage.",
            "Enter the units sold; if another column has them, name that column as the quantity.",
        ),
        Rule(
            "mixed-units",
            Severity.ERROR,
            "The quantity has another unit than most rows of this product.",
            "Write all quantities of a product in one unit.",
        ),
        Rule(
            "too-many-cells",
            Severity.ERROR,
            "The row has more cells than the header, or a cell with several lines: a comma or quote inside "
            "a text may have split the row, or merged it with others, which are then missing.",
            "Put text that contains commas in quotes and double any quotes inside it, or save "
            "the file as .xlsx.",
        ),
        Rule(
            "text-too-long",
            Severity.ERROR,
            "The text is too long: at most 255 characters for product and store, 60 for ids.",
            "Shorten it; often two cells have run together.",
        ),
        Rule(
            "unusual-quantity",
            Severity.CONFIRM,
            "The quantity is more than six times the largest other sale of this product.",
            "Confirm it on the page Upload or under Required Actions, or leave it out; or correct the cell.",
        ),
        Rule(
            "zero-quantity",
            Severity.WARNING,
            "The quantity is zero: the row is stored but adds nothing to demand.",
            "Correct the quantity if something was sold.",
        ),
        Rule(
            "price-not-a-number",
            Severity.WARNING,
            "The unit price is not a number: the sale is stored without its price.",
            "Write digits with a decimal point, for example 2.55.",
        ),
        Rule(
            "price-not-positive",
            Severity.WARNING,
            "The unit price is zero or less: the sale is stored without its price.",
            "Correct the price if the product was not given away.",
        ),
        Rule(
            "cell-not-used",
            Severity.WARNING,
            "The cell contains an Excel error or a formula without a result: the sale is stored without it.",
            "Fix the formula, or replace it with its value.",
        ),
        Rule(
            "letters-lost",
            Severity.WARNING,
            "Some letters of the text cannot be read in the encoding of the file; they are shown as \ufffd.",
            "Save the file as .xlsx or as CSV UTF-8 and upload it again, or send its encoding.",
        ),
        Rule(
            "code-rounded",
            Severity.WARNING,
            "The code was rounded by a spreadsheet program, as in 4.00638E+12: different codes may have "
            "become one.",
            "Export the file again with this column as text, or with a format of whole numbers.",
        ),
        Rule(
            "codes-alike",
            Severity.WARNING,
            "This code differs from another one of the file only in leading zeros: they are read as two "
            "products.",
            "If they are one product, write its code in one way.",
        ),
        Rule(
            "repeated-row",
            Severity.WARNING,
            "The whole transaction appears more than once, with the same lines each time, as where a sheet "
            "was "
            "pasted twice: it is stored once.",
            "Remove the repeat; if it was sold again, give it a transaction id of its own.",
        ),
        Rule(
            "equal-lines",
            Severity.NOTICE,
            "Lines of one transaction say the same, as a till writes a line for each scanned unit: each is "
            "counted. "
            "This is the first of the sheet.",
            "Nothing to do, unless they are entered twice: then remove them.",
        ),
        Rule(
            "dates-look-swapped",
            Severity.WARNING,
            "Every real date in this column is in the first twelve days of a month and every later one is "
            "text: the program that made the file may have swapped day and month.",
            "Compare a few dates with your records; if they differ, import the data again with "
            "the dates as text.",
        ),
        Rule(
            "other-layout",
            Severity.WARNING,
            "The sheet has different sales columns from the largest sheet and may repeat the same sales: it "
            "was not read.",
            "If the sheets hold different sales, give them the same columns or upload this sheet on its own.",
        ),
        Rule(
            "sheet-repeated",
            Severity.WARNING,
            "The sheet repeats the sales of an earlier sheet. Without transaction ids both are counted.",
            "If they are the same sales, remove one of the two sheets and upload the workbook again.",
        ),
        Rule(
            "totals-row",
            Severity.NOTICE,
            "The row looks like a total of other rows: it was left out.",
            "Nothing to do, unless it is a sale: then give it its own date and product name.",
        ),
        Rule(
            "likely-format",
            Severity.NOTICE,
            "Numbers such as this can be read in two ways; how the rest of the file is written, or what was "
            "chosen before, decided it.",
            "Check the number. If it is wrong, upload the file with number_format=point-decimal or "
            "number_format=comma-decimal.",
        ),
        Rule(
            "unit-read",
            Severity.NOTICE,
            "The quantities are written with this unit: the number is stored, in this unit.",
            "Nothing to do, if all quantities of a product are in one unit.",
        ),
        Rule(
            "merged-cell-filled",
            Severity.NOTICE,
            "The value of this merged cell was used for every row it spans.",
            "Nothing to do, if that is what it means.",
        ),
        Rule(
            "group-label-filled",
            Severity.NOTICE,
            "The value stands once for a group of rows: it was used for the rows below it, up to the next.",
            "Nothing to do, if that is what it means.",
        ),
        Rule(
            "header-repeated",
            Severity.NOTICE,
            "The row repeats the header: it was left out.",
            "Nothing to do.",
        ),
        Rule(
            "dates-are-periods",
            Severity.NOTICE,
            "The column holds weeks, months or quarters: each row is stored at the first day of its period "
            "(the "
            "Monday of an ISO week).",
            "Nothing to do, if that is what it means.",
        ),
        Rule(
            "column-per-period",
            Severity.NOTICE,
            "The sheet has a column for each day, week, month or quarter: each filled cell below was read "
            "as a "
            "sale; an empty one is none.",
            "Nothing to do, if that is what it means.",
        ),
        Rule(
            "column-left",
            Severity.NOTICE,
            "The column adds up others, or holds another measure than units sold: it was left out.",
            "Nothing to do, unless it holds sales: then give it the heading of its period.",
        ),
        Rule(
            "heading-understood",
            Severity.NOTICE,
            "The heading is not one of Foresail's own: the column was taken by its words and its values.",
            "Check that it is the right column; if not, say which is, as columns.",
        ),
        Rule(
            "line-numbers",
            Severity.NOTICE,
            "The column counts the lines of each order (1, 2, 3 or 10, 20, 30): it is no product.",
            "Nothing to do, unless these are your products: then say so, as columns.",
        ),
        Rule(
            "total-differs",
            Severity.WARNING,
            "The rows above add up to another number than this row of totals says.",
            "Compare the units with your records: a row may be missing, or be counted twice.",
        ),
        Rule(
            "pivot-table-read",
            Severity.NOTICE,
            "The sheet is a pivot table with products and dates in one column: each innermost row was read "
            "as a sale, "
            "groups and totals were left out.",
            "Nothing to do, if the units add up; a plain list of sales is safer.",
        ),
        Rule(
            "sheet-name-as-date",
            Severity.NOTICE,
            "The sheet has no dates: the period in its name was used for all its rows.",
            "Nothing to do, if that is when they were sold.",
        ),
        Rule(
            "sheet-name-as-store",
            Severity.NOTICE,
            "Several sheets hold the same products and no store: the name of each was used as its store.",
            "Nothing to do, if that is where they were sold; if not, give the sheets a column Store "
            "Location.",
        ),
        Rule(
            "name-from-file",
            Severity.NOTICE,
            "There is a date and a number, and no product: the rows were read as one series of this name.",
            "To give it another name, add a column Product Name.",
        ),
        Rule(
            "known-export",
            Severity.NOTICE,
            "The headings are those of an export that Foresail knows: its columns were read as that.",
            "Nothing to do; to read other columns, say which, as columns.",
        ),
        Rule(
            "row-left",
            Severity.NOTICE,
            "The row is no sale: it was cancelled, or is of another kind (a purchase, a payment). It was "
            "left out.",
            "Nothing to do, unless it is a sale: then correct this cell.",
        ),
        Rule(
            "return-negated",
            Severity.NOTICE,
            "The row is a return, as this cell says: its units were taken off.",
            "Nothing to do, unless it is a sale: then correct this cell.",
        ),
        Rule(
            "returned-later",
            Severity.NOTICE,
            "Sales whose status says that they were returned or refunded are counted: they were in demand. "
            "This is "
            "the first of the sheet.",
            "Remove those rows if they should not count.",
        ),
        Rule(
            "year-taken",
            Severity.NOTICE,
            "The headings name no year: it was taken from here.",
            "Nothing to do, if that is the year; if not, write the year into the headings.",
        ),
        Rule(
            "hidden-sheet-read",
            Severity.NOTICE,
            "The sheet is hidden but contains sales: they were read like all others.",
            "Remove the sheet if its sales should not count.",
        ),
        Rule(
            "sheet-left",
            Severity.NOTICE,
            "No row of this sheet names the sales columns: the sheet was not read.",
            "If it contains sales, give it the header Date, Product Name, Quantity.",
        ),
    )
}


def in_words(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding with the words of its code: message and remedy."""
    rule = RULES[finding["code"]]
    return {**finding, "message": rule.message, "remedy": rule.remedy}
