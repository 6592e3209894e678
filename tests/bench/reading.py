"""Reading and checking every cell of a dirty workbook, against pandas with openpyxl and a look at the header.

That is what the system before this one did. The floor, inflating and finding the cells in C, is measured too
where a C compiler and zlib's header are there.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measuring import Cost, Row, compare, run_program, show

SIZES = {10_000: 3, 100_000: 3, 1_000_000: 1}
"""Rows, and how many pairs of runs: a million rows take the peer minutes."""


def main() -> None:
    """Compare both at every size."""
    with TemporaryDirectory() as folder:
        floor = _build_floor(Path(folder))
        for rows, runs in SIZES.items():
            path = Path(folder) / f"{rows}.xlsx"
            # In a process of its own: its memory would count to whatever is forked from here.
            subprocess.run(
                [sys.executable, "-m", "tests.bench.reading", "write", str(path), str(rows)], check=True
            )
            this = "tests.bench.reading"
            ours, peer = compare((this, "check", str(path)), (this, "pandas", str(path)), runs)
            table = [
                Row("read and check: CPU", ours.cpu_s, peer.cpu_s, "s"),
                Row("read and check: peak memory", ours.peak_mib, peer.peak_mib, "MiB"),
            ]
            show(f"Dirty workbook of {rows:,} rows, whole process", "pandas + openpyxl", table)
            if floor:
                least = run_program(floor, str(path))
                show("The same, against the floor", "inflate and parse in C", _against(ours, least))


def _against(ours: Cost, least: Cost) -> list[Row]:
    return [
        Row("read and check: CPU", ours.cpu_s, least.cpu_s, "s"),
        Row("read and check: peak memory", ours.peak_mib, least.peak_mib, "MiB"),
    ]


def _build_floor(folder: Path) -> str | None:
    compiler = shutil.which("cc")
    if compiler is None:
        print("no C compiler: the floor is not measured")
        return None
    source, program = Path(__file__).parent / "floor.c", folder / "floor"
    built = subprocess.run(
        [compiler, "-O2", "-D_GNU_SOURCE", "-o", program, source, "-lz"], capture_output=True, check=False
    )
    if built.returncode:
        print("zlib's header is missing: the floor is not measured")
        return None
    return str(program)


def _run(what: str, path: str, *more: str) -> None:
    if what == "write":
        from tests.bench.dirty import write_dirty

        write_dirty(Path(path), int(more[0]))
    elif what == "check":
        from datetime import date

        from foresail.intake.checking import check

        check(Path(path), date.today())
    else:
        import pandas as pd

        header = set(pd.read_excel(path, engine="openpyxl").columns)
        assert {"Date", "Product Name", "Quantity", "Unit Price", "Transaction ID"} <= header


if __name__ == "__main__":
    _run(*sys.argv[1:])
