"""The kinds of findings that say what was understood, left out or filled in: nothing is wrong."""

from foresail.intake.finding_rule import Rule
from foresail.severities import Severity

NOTICES = (
    Rule(
        "equal-lines",
        Severity.NOTICE,
        "Lines of one transaction say the same, as a till writes a line for each scanned unit: each is "
        "counted. "
        "This is the first of the sheet.",
        "Nothing to do, unless they are entered twice: then remove them.",
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
        "price-ambiguous",
        Severity.NOTICE,
        "Prices such as this can be read in two ways, and nothing in the file shows which: they were left "
        "empty.",
        "To store them, upload the file with number_format=point-decimal or number_format=comma-decimal.",
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
        "The column holds weeks, months or quarters: each row is stored at the first day of its period, "
        "as it is written (of a numbered week the Monday, of a fiscal period as FORESAIL_FISCAL_YEAR says).",
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
        "column-per-product",
        Severity.NOTICE,
        "The sheet has dates below each other and a column for each product, of which this is the first: "
        "each filled cell was read as a sale; an empty one is none.",
        "Nothing to do, if the headings are products. If they are stores, send Store Location as 'Each "
        "heading' in columns, and give the sheet the name of the product.",
    ),
    Rule(
        "column-per-store",
        Severity.NOTICE,
        "The sheet has dates below each other and a column for each store, of which this is the first: each "
        "filled cell was read as a sale; an empty one is none.",
        "Nothing to do, if that is what it means.",
    ),
    Rule(
        "metric-taken",
        Severity.NOTICE,
        "The sheet has a row for each metric of a product and day: the rows of this one were read as units "
        "sold.",
        "Nothing to do, if these are the units sold; if not, send the name of the metric as Quantity, in "
        "columns.",
    ),
    Rule(
        "price-matched",
        Severity.NOTICE,
        "The rows of this metric were used as the unit prices of the rows of units beside them.",
        "Nothing to do, if these are prices of one unit.",
    ),
    Rule(
        "sheets-joined",
        Severity.NOTICE,
        "This column was taken from another sheet, whose row has the same key.",
        "Nothing to do, if that is what it means; if not, write the column into the sheet itself.",
    ),
    Rule(
        "packs-multiplied",
        Severity.NOTICE,
        "The quantities are in cases: each was multiplied by this column, and is stored in pieces.",
        "Nothing to do, if that is what it means; if the quantities are pieces, send their heading as "
        "Quantity, in columns.",
    ),
    Rule(
        "price-of-pack",
        Severity.NOTICE,
        "The price may be of a case or of a piece, and the quantities were turned into pieces: it was left "
        "out.",
        "Nothing to do; to store prices, write quantities and prices of pieces.",
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
        "Nothing to do, if that is where they were sold; if not, give the sheets a column Store Location.",
    ),
    Rule(
        "title-read",
        Severity.NOTICE,
        "This title was used as the store, or the product, of all rows below it, up to the next.",
        "Nothing to do, if that is what it means; if not, give the sheet a column of its own for it.",
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
    Rule(
        "detail-not-read",
        Severity.NOTICE,
        "The cell is too long, an error of Excel, or no number where units in stock should be: the sale is "
        "stored without it.",
        "Correct the cell, if you need what it says.",
    ),
    Rule(
        "detail-differs",
        Severity.NOTICE,
        "The product has another value in this column further up: that of its newest sale is kept.",
        "Write one value for each product.",
    ),
)
