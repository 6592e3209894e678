"""Makes what tests feed in: sales frames, workbooks, histories."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import xlsxwriter
from foresail.intake.rules import SALES_SCHEMA

HEADER = ("Date", "Product Name", "Quantity", "Unit Price", "Transaction ID", "Store Location", "Producer ID")
DAY = date(2026, 3, 2)


def sale(product: str = "Tea", quantity: float = 2, **values: Any) -> dict[str, Any]:
    """One checked line of sales."""
    line = {
        "row": 2,
        "date": DAY,
        "product": product,
        "quantity": quantity,
        "unit_price": 2.5,
        "transaction_id": "T1",
        "store": "North",
        "producer": None,
    }
    return line | values


def sales(*lines: dict[str, Any]) -> pl.DataFrame:
    """Checked lines as the frame that is stored."""
    return pl.DataFrame(list(lines), schema=SALES_SCHEMA)


def write_workbook(
    path: Path,
    rows: Iterable[Sequence[Any]],
    header: Sequence[str] | None = HEADER,
    above: int = 0,
    sheet: str = "Sales",
) -> Path:
    """An .xlsx of one sheet; dates become true date cells."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    written = book.add_worksheet(sheet)
    for number, cells in enumerate(([header] if header else []) + list(rows)):
        for column, cell in enumerate(cells):
            if cell is not None:
                written.write(number + above, column, cell)
    book.close()
    return path


def rows_of_stores(products: Sequence[str], last_sold: dict[str, int], days: int = 120) -> list[tuple]:
    """A workbook's rows of stores that sold each product on every day until so many days ago."""
    return [
        (DAY - timedelta(days=ago), product, 4, 2.5, f"T{ago}-{store}-{product}", store, "P1")
        for ago in range(days)
        for product in products
        for store, silent in last_sold.items()
        if ago >= silent
    ]


def daily_history(values: Sequence[float], unique_id: int = 1, end: date = DAY) -> pl.DataFrame:
    """A series of one value a day that ends on `end`: unique_id, ds, y."""
    first = end - timedelta(days=len(values) - 1)
    days = [first + timedelta(days=number) for number in range(len(values))]
    return pl.DataFrame(
        {"unique_id": [unique_id] * len(values), "ds": days, "y": [float(value) for value in values]},
        schema={"unique_id": pl.Int64, "ds": pl.Date, "y": pl.Float64},
    )


def make_history(series: int = 20, days: int = 200, seed: int = 3) -> pl.DataFrame:
    """Products of all sizes that sell by chance, with a week: unique_id, ds, y."""
    rng = np.random.default_rng(seed)
    week = np.array([1, 1, 1, 1.2, 1.5, 2, 0.5])
    parts = [
        daily_history(rng.poisson(rng.uniform(0.3, 8) * np.resize(week, days)), unique_id=number)
        for number in range(series)
    ]
    return pl.concat(parts)
