"""A wide sheet of 20,000 products and 104 weeks against a long one of 1,000,000 rows: CPU time for each cell."""

import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from tests.bench.measuring import Row, compare, show

PRODUCTS, WEEKS = 20_000, 104
LONG_ROWS, LONG_COLUMNS = 1_000_000, 10
FIRST_MONDAY = date(2023, 1, 2)
THIS, LONG = "tests.bench.wide", "tests.bench.reading"


def main() -> None:
    """Compare both, whole processes."""
    with TemporaryDirectory() as folder:
        wide, long = Path(folder) / "wide.xlsx", Path(folder) / "long.xlsx"
        subprocess.run([sys.executable, "-m", THIS, "write", str(wide)], check=True)
        subprocess.run([sys.executable, "-m", LONG, "write", str(long), str(LONG_ROWS)], check=True)
        ours, peer = compare((LONG, "check", str(wide)), (LONG, "check", str(long)))
    cells, of_peer = PRODUCTS * (WEEKS + 2) / 1e6, LONG_ROWS * LONG_COLUMNS / 1e6
    table = [
        Row("CPU for a million cells", ours.cpu_s / cells, peer.cpu_s / of_peer, "s"),
        Row("peak memory", ours.peak_mib, peer.peak_mib, "MiB"),
    ]
    show(f"{PRODUCTS:,} products x {WEEKS} weeks", "a long sheet", table)


def write_wide(path: Path, seed: int = 1) -> None:
    """Write the wide sheet; one cell of ten is empty."""
    rng = random.Random(seed)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sales")
    days = [FIRST_MONDAY + timedelta(weeks=number) for number in range(WEEKS)]
    weeks = [f"{day.isocalendar()[0]}-W{day.isocalendar()[1]:02d}" for day in days]
    sheet.write_row(0, 0, ["SKU", "Description", *weeks])
    for row in range(1, PRODUCTS + 1):
        sheet.write_row(row, 0, [f"SKU{row:05d}", f"Product {row:05d}"])
        for column in range(WEEKS):
            if rng.random() < 0.9:
                sheet.write_number(row, column + 2, rng.randrange(60))
    book.close()


if __name__ == "__main__" and sys.argv[1:2] == ["write"]:
    write_wide(Path(sys.argv[2]))
