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
            "The cell holds an error of Excel, such as #N/A or #REF!.",
            "Mend the formula, or write the value in its place.",
        ),
        Rule(
            "formula-without-value",
            Severity.ERROR,
            "The cell holds a formula whose result was not saved; formulas are never calculated here.",
            "Open the workbook in Excel or LibreOffice, save it there and upload it again.",
        ),
        Rule("missing-date", Severity.ERROR, "The date is empty.", "Fill in the day of the sale."),
        Rule(
            "not-a-date",
            Severity.ERROR,
            "This is no date in the order of day and month that the column has.",
            "Write it as year-month-day, for example 2024-03-31.",
        ),
        Rule(
            "implausible-date",
            Severity.ERROR,
            "The date lies in the future, or before 1980.",
            "Correct the year.",
        ),
        Rule("missing-product", Severity.ERROR, "The product name is empty.", "Fill in the product."),
        Rule("missing-quantity", Severity.ERROR, "The quantity is empty.", "Fill in the units sold."),
        Rule(
            "not-a-number",
            Severity.ERROR,
            "The quantity is no number, one above 1,000,000,000, or one that can be read in two ways.",
            "Write digits with a point for decimals, for example 1250.5.",
        ),
        Rule(
            "too-many-cells",
            Severity.ERROR,
            "The row has more cells than the header, or a cell of several lines: a comma or a quote inside "
            "a text may have parted it, or joined it to others, which are then missing.",
            "Put texts with commas in quotes and double the quotes inside them, or save the file as .xlsx.",
        ),
        Rule(
            "text-too-long",
            Severity.ERROR,
            "The text is longer than the column holds: product and store 255 signs, ids 60.",
            "Shorten it; most often two cells ran together.",
        ),
        Rule(
            "zero-quantity",
            Severity.WARNING,
            "The quantity is zero: the row is stored and adds nothing to demand.",
            "Correct the quantity if something was sold.",
        ),
        Rule(
            "price-not-a-number",
            Severity.WARNING,
            "The unit price is not a number: the sale is stored without its price.",
            "Write digits with a point for decimals, for example 2.55.",
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
            "The cell holds an error of Excel or a formula without a result: the sale is stored without it.",
            "Mend the formula, or write the value in its place.",
        ),
        Rule(
            "repeated-row",
            Severity.WARNING,
            "The same line stands in the same transaction already: it is stored once.",
            "Remove the repeat, or add the two quantities up.",
        ),
        Rule(
            "dates-look-swapped",
            Severity.WARNING,
            "Every true date of this column lies in the first twelve days of a month and every later one is "
            "text: the program that made the file may have taken day for month.",
            "Compare some dates with your records; if they differ, import the file again with dates as text.",
        ),
        Rule(
            "other-layout",
            Severity.WARNING,
            "The sheet has other columns of sales than the largest, and may count the same sales again: it "
            "was left.",
            "Give both the same columns if they hold different sales, or upload the sheet on its own.",
        ),
        Rule(
            "sheet-repeated",
            Severity.WARNING,
            "The sheet holds the very sales of a sheet before it. Without transaction ids both are counted.",
            "Remove one of the two sheets if they are the same sales, and upload the workbook again.",
        ),
        Rule(
            "totals-row",
            Severity.NOTICE,
            "The row looks like a total of other rows: it was left out.",
            "Nothing, unless it is a sale: then give it a date and a product name of its own.",
        ),
        Rule(
            "merged-cell-filled",
            Severity.NOTICE,
            "The value of this merged cell was taken for every row that it spans.",
            "Nothing, if that is what it means.",
        ),
        Rule(
            "hidden-sheet-read",
            Severity.NOTICE,
            "The sheet is hidden and holds sales: they were read like the others.",
            "Remove the sheet if its sales should not count.",
        ),
        Rule(
            "sheet-left",
            Severity.NOTICE,
            "No row of this sheet names the columns of sales: the sheet was left.",
            "Give it the header Date, Product Name, Quantity if it holds sales.",
        ),
    )
}


def in_words(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding with the words of its code: message and remedy."""
    rule = RULES[finding["code"]]
    return {**finding, "message": rule.message, "remedy": rule.remedy}
