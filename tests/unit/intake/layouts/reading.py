"""Reads small sheets for the tests of layouts."""

from datetime import date

from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions

from tests.factories import write_workbook

TODAY = date(2026, 11, 28)


def read(folder, header, *rows, **options):
    """The check of a sheet with these rows."""
    path = write_workbook(folder / "a.xlsx", rows, header=header)
    return check(path, TODAY, ReadingOptions(**options))


def sold(checked):
    """(day, product, units) of every line."""
    return checked.sales.select("date", "product", "quantity").rows()


def codes(checked):
    """The cells of findings, by code."""
    found = {}
    for code, cell in checked.findings.select("code", "cell").rows():
        found.setdefault(code, []).append(cell)
    return found
