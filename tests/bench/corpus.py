"""Every workbook of a corpus through the sandbox: outcomes by kind, and what ended without a name."""

import logging
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzzing import judge
from tests.requirements import REAL_DATA


class Died(logging.Handler):
    """Keeps what the sandbox says of processes that ended without an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)


SUFFIXES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")


def main() -> None:
    """Count what becomes of each file."""
    files = sorted(path for path in (REAL_DATA / "bad-workbooks").rglob("*") if path.suffix in SUFFIXES)
    if not files:
        print("\nThe corpus of bad workbooks is not beside the project: nothing to count")
        return
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    died = Died()
    logging.getLogger("foresail.sandbox.running").addHandler(died)
    with TemporaryDirectory() as folder:
        for number, path in enumerate(files):
            started = time.perf_counter()
            outcomes[path.suffix, judge(path, Path(folder) / str(number))] += 1
            slowest = max(slowest, time.perf_counter() - started)
    print(f"\n{len(files)} workbooks of other readers' test suites, slowest {slowest:.1f} s")
    for (suffix, outcome), count in sorted(outcomes.items()):
        print(f"{count:>6}  {suffix:<6} {outcome}")
    own = sum("Traceback" in record.getMessage() for record in died.records)
    print(f"{len(died.records) - own:>6}  readers that ended their process, inside the sandbox")
    print(f"{own:>6}  errors without a name")


if __name__ == "__main__":
    main()
