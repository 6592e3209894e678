"""The kinds of findings that keep a row from being stored, or ask for a look at it."""

from foresail.intake.finding_rule import Rule
from foresail.severities import Severity

FAULTS = (
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
    Rule(
        "key-without-match",
        Severity.ERROR,
        "This key is in none of the rows of the sheet that was joined by it, so the row was left out.",
        "Add its row to that sheet, or correct the key, and upload the workbook again.",
    ),
    Rule(
        "pack-without-size",
        Severity.ERROR,
        "The quantity is in cases, and this is no number of pieces in a case, so the row was left out.",
        "Enter how many pieces a case has, a whole number from 1 on.",
    ),
    Rule("missing-date", Severity.ERROR, "The date is empty.", "Enter the day of the sale."),
    Rule(
        "not-a-date",
        Severity.ERROR,
        "This is not a valid date in the day and month order of its column.",
        "Write it as year-month-day, for example 2024-03-31.",
    ),
    Rule(
        "fiscal-period",
        Severity.ERROR,
        "This is a period of a fiscal year, and nobody has said when that begins.",
        "Ask an administrator to set FORESAIL_FISCAL_YEAR, for example to NRF, and upload the file again; or "
        "write days.",
    ),
    Rule(
        "other-range",
        Severity.ERROR,
        "This range of days is not of the kind that the column holds: weeks of seven days, or whole months.",
        "Add its units to the week or month that they belong to, or write a row for each day.",
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
        "Put text that contains commas in quotes and double any quotes inside it, or save the file as .xlsx.",
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
        "unusual-price",
        Severity.WARNING,
        "The unit price is more than ten times, or less than a tenth of, what this product usually costs in "
        "the file: the sale is stored without its price.",
        "Correct the price, if it is a slip.",
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
        "total-differs",
        Severity.WARNING,
        "The rows above add up to another number than this row of totals says.",
        "Compare the units with your records: a row may be missing, or be counted twice.",
    ),
)
