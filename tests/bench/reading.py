"""Reading and checking every cell of a workbook, against reading it with pandas and openpyxl alone."""

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from foresail.trial.sample import make_sample

from tests.bench.measuring import Row, compare, show


def main() -> None:
    """Compare both on the sample workbook."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        lines = make_sample(path).lines
        this = "tests.bench.reading"
        ours, peer = compare((this, "check", str(path)), (this, "pandas", str(path)))
    rows = [
        Row("read and check: CPU", ours.cpu_s, peer.cpu_s, "s"),
        Row("read and check: peak memory", ours.peak_mib, peer.peak_mib, "MiB"),
    ]
    show(f"Workbook of {lines:,} rows, whole process", "pandas + openpyxl", rows)


def _run(what: str, path: str) -> None:
    if what == "check":
        from foresail.validation.checking import check

        check(Path(path), date.today())
    else:
        import pandas as pd

        pd.read_excel(path, engine="openpyxl", header=2)


if __name__ == "__main__":
    _run(*sys.argv[1:])
