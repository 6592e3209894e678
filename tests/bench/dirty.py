"""A dirty workbook of any size: ten columns, dates as serials and text, numbers as text, blanks, bad cells."""

import random
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

HEADER = (
    "Date", "Product Name", "Quantity", "Unit Price", "Transaction ID", "Store Location", "Producer ID", "Note",
    "Cashier", "Discount",
)  # fmt: skip
FIRST_DAY = date(2023, 1, 1)
DAYS = 700


def write_dirty(path: Path, rows: int, seed: int = 1) -> None:
    """Write so many rows; about two in a hundred have something wrong."""
    rng = random.Random(seed)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sales")
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADER)
    for row in range(1, rows + 1):
        day, dice = FIRST_DAY + timedelta(days=row * DAYS // rows), rng.random()
        if dice < 0.9:
            sheet.write_datetime(row, 0, day, as_date)
        elif dice < 0.99:
            sheet.write_string(row, 0, day.isoformat() if dice < 0.97 else day.strftime("%d/%m/%Y"))
        sheet.write_string(row, 1, f"Product {rng.randrange(4000):04d}")
        dice = rng.random()
        if dice < 0.95:
            sheet.write_number(row, 2, rng.randrange(1, 20))
        elif dice < 0.995:
            sheet.write_string(row, 2, str(rng.randrange(1, 20)) if dice < 0.99 else "two")
        sheet.write_number(row, 3, round(rng.uniform(1, 50), 2))
        sheet.write_string(row, 4, f"T{row // 3}")
        sheet.write_string(row, 5, f"Store {rng.randrange(20)}")
        sheet.write_string(row, 6, f"P{rng.randrange(200)}")
        if rng.random() < 0.1:
            sheet.write_string(row, 7, "a remark of some length")
        sheet.write_number(row, 8, rng.randrange(50))
        sheet.write_number(row, 9, 0.1 * rng.randrange(3))
    book.close()
