"""Makes a sample workbook: two years of a small chain's sales with faults, the same for a seed and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from foresail.columns import COLUMNS

SEED = 20_26
LAST_DAY = date(2026, 10, 31)
DAYS = 730
STORES = ("Riverside", "Old Town", "Station", "Harbour", "Hillcrest")
KINDS = ("Coffee", "Tea", "Oat Milk", "Orange Juice", "Sparkling Water", "Rye Bread", "Butter", "Honey",
         "Olive Oil", "Dark Chocolate")  # fmt: skip
SIZES = ("Small", "Regular", "Large", "Family", "Organic")
WEEK = np.array([0.85, 0.8, 0.9, 1.0, 1.25, 1.45, 0.75])
COPIES = 3


@dataclass(frozen=True)
class Sample:
    """What the workbook holds: good lines, and dirty rows by what is wrong with them."""

    lines: int
    dirty: dict[str, int]


def make_sample(path: Path, seed: int = SEED, days: int = DAYS, last_day: date = LAST_DAY) -> Sample:
    """Write a sample workbook of so many days, at least ten, up to a last one."""
    first_day = last_day - timedelta(days=days - 1)
    rng = np.random.default_rng(seed)
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Sales")
    sheet.set_column("A:G", 16)
    sheet.write_string(0, 0, "Daily sales, all stores")
    sheet.write_row(2, 0, [column.name for column in COLUMNS], book.add_format({"bold": True}))
    row = 3
    dirty = _dirty_rows(first_day)
    places = set(rng.choice(np.arange(100, 80 * days), size=len(dirty), replace=False).tolist())
    waiting = iter(dirty)
    lines = 0
    for line in _lines(rng, first_day, days):
        _write(sheet, row, line)
        lines, row = lines + 1, row + 1
        if lines in places:
            _, cells = next(waiting)
            _write(sheet, row, cells)
            row += 1
    book.add_worksheet("Notes").write_string(0, 0, "Prices include tax.")
    book.close()
    codes = [code for code, _ in dirty]
    return Sample(lines, {code: codes.count(code) for code in dict.fromkeys(codes)})


def _write(sheet: Any, row: int, cells: tuple[Any, ...]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            sheet.write_datetime(row, column, cell)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif cell is not None:
            sheet.write_number(row, column, cell)


def _lines(rng: np.random.Generator, first_day: date, days: int) -> Iterator[tuple[Any, ...]]:
    """Lines in the order of the seven columns: day by day, store by store, two or three to a receipt."""
    names = [f"{kind} {size}" for kind in KINDS for size in SIZES]
    level = rng.lognormal(0.1, 1.0, len(names))
    price = np.round(rng.uniform(1.5, 14.0, len(names)), 2)
    share = rng.dirichlet(np.full(len(STORES), 8.0)) * len(STORES)
    trend = rng.normal(0.0, 0.25, len(names))
    phase = rng.uniform(0, 2 * np.pi, len(names))
    producers = [f"P{100 + number // len(SIZES)}" for number in range(len(names))]
    receipt = 100_000
    for number in range(days):
        day = first_day + timedelta(days=number)
        season = 1 + 0.25 * np.sin(2 * np.pi * number / 365 + phase)
        rate = level * season * np.exp(trend * number / DAYS) * WEEK[day.weekday()]
        for store, weight in zip(STORES, share, strict=True):
            units = rng.negative_binomial(4, 4 / (4 + rate * weight))
            for position, product in enumerate(np.flatnonzero(units)):
                receipt += position % 3 == 0
                returned = rng.random() < 0.002
                quantity = int(-1 if returned else units[product])
                sold = price[product] * (0.9 if rng.random() < 0.05 else 1.0)
                yield (day, names[product], quantity, round(float(sold), 2), f"R{receipt}", store,
                       producers[product])  # fmt: skip


def _dirty_rows(first_day: date) -> list[tuple[str, tuple[Any, ...]]]:
    """Dirty rows as (finding code, cells)."""
    day = first_day + timedelta(days=400)
    tail = (2.5, None, "Riverside", "P100")
    kinds: list[tuple[str, tuple[Any, ...]]] = [
        ("missing-date", (None, "Tea Small", 2, *tail)),
        ("not-a-date", ("2025-02-31", "Tea Small", 2, *tail)),
        ("not-a-date", ("last Monday", "Tea Small", 2, *tail)),
        ("implausible-date", (date(2206, 1, 5), "Tea Small", 2, *tail)),
        ("missing-product", (day, None, 2, *tail)),
        ("missing-quantity", (day, "Tea Small", None, *tail)),
        ("not-a-number", (day, "Tea Small", "two", *tail)),
        ("zero-quantity", (day, "Tea Small", 0, *tail)),
        ("price-not-a-number", (day, "Tea Small", 2, "n/a", None, "Riverside", "P100")),
        ("price-not-positive", (day, "Tea Small", 2, -2.5, None, "Riverside", "P100")),
        ("text-too-long", (day, "Tea Small " * 40, 2, *tail)),
        ("percentage", (day, "Tea Small", "12 %", *tail)),
    ]
    return [kind for kind in kinds for _ in range(COPIES)]
