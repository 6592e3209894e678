"""Encodings of .csv files in over thirty languages: what is read rightly, what is asked, what is read wrongly.

The peer is the detector that was used before (charset-normalizer), which never asks.
"""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from foresail.errors import UndecidableEncoding
from foresail.workbooks.delimited import find_encoding

from tests.bench.words import WORDS, WRITTEN_IN

SIZES = (1, 3, 10, 30, 60, 1_000)
SEEDS = 10
BEHIND = ("", "", " 500 g", " 12", " XL")
Outcomes = dict[tuple[str, int], Counter[str]]


def write_sales(language: str, encoding: str, rows: int, seed: int, *, own_headings: bool) -> str:
    """A file of sales in a language, of names that its encoding can hold."""
    rng = random.Random(f"{language} {encoding} {rows} {seed}")
    headings, names = WORDS[language]
    goods = [name for name in names.split(";") if _can_hold(encoding, name)]
    header = headings if own_headings and _can_hold(encoding, headings) else "Date;Product Name;Quantity"
    lines = [
        f"{rng.randrange(1, 29):02d}.{rng.randrange(1, 13):02d}.2024;{rng.choice(goods)}{rng.choice(BEHIND)};"
        f"{rng.randrange(1, 50)}"
        for _ in range(rows)
    ]
    return "\r\n".join([header, *lines, ""])


def _can_hold(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def judge(text: str, encoding: str, find: Callable[[Path], str], path: Path) -> str:
    """What becomes of a text that is written in an encoding."""
    path.write_bytes(text.encode(encoding))
    try:
        found = find(path)
    except UndecidableEncoding:
        return "asked"
    try:
        return "right" if path.read_bytes().decode(found) == text else "wrong"
    except UnicodeDecodeError:
        return "wrong"


def measure(find: Callable[[Path], str], path: Path, seeds: int = SEEDS) -> Outcomes:
    """The outcomes by kind of encoding and size."""
    outcomes: Outcomes = {}
    for language, encodings in WRITTEN_IN.items():
        for place, encoding in enumerate(encodings):
            for rows in SIZES:
                for seed in range(seeds):
                    text = write_sales(language, encoding, rows, seed, own_headings=bool(seed % 2))
                    kind = "of other programs" if place else "of Excel under Windows"
                    counted = outcomes.setdefault((kind, rows), Counter())
                    counted["right" if text.isascii() else judge(text, encoding, find, path)] += 1
    return outcomes


def find_with_peer(path: Path) -> str:
    """The encoding that charset-normalizer finds."""
    from charset_normalizer import from_path

    best = from_path(path, enable_fallback=False).best()
    return best.encoding if best else "cp1252"


def main() -> None:
    """Count the outcomes of both."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        for name, outcomes in (
            ("Foresail", measure(find_encoding, path)),
            ("charset-normalizer", measure(find_with_peer, path, 1)),
        ):
            print(f"\nEncodings found by {name}, {len(WRITTEN_IN)} languages")
            print(f"{'encoding':<24}{'rows':>6}{'right':>9}{'asked':>9}{'wrong':>9}{'files':>7}")
            for (kind, rows), counted in sorted(outcomes.items()):
                count = counted.total()
                shares = "".join(f"{counted[what] / count:>9.1%}" for what in ("right", "asked", "wrong"))
                print(f"{kind:<24}{rows:>6}{shares}{count:>7}")


if __name__ == "__main__":
    main()
