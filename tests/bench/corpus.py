"""Every workbook of a corpus through the cage: outcomes by kind. A crash or a hang of the cage would raise."""

import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzzing import judge
from tests.requirements import REAL_DATA

SUFFIXES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")


def main() -> None:
    """Count what becomes of each file."""
    files = sorted(path for path in (REAL_DATA / "bad-workbooks").rglob("*") if path.suffix in SUFFIXES)
    if not files:
        print("\nThe corpus of bad workbooks is not beside the project: nothing to count")
        return
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    with TemporaryDirectory() as folder:
        for number, path in enumerate(files):
            started = time.perf_counter()
            outcomes[path.suffix, judge(path, Path(folder) / str(number))] += 1
            slowest = max(slowest, time.perf_counter() - started)
    print(f"\n{len(files)} workbooks of other readers' test suites, slowest {slowest:.1f} s")
    for (suffix, outcome), count in sorted(outcomes.items()):
        print(f"{count:>6}  {suffix:<6} {outcome}")
    print(f"{0:>6}  crashes, hangs or errors without a name")


if __name__ == "__main__":
    main()
