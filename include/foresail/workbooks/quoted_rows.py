"""Delimited files whose every row stands in quotes, as Excel saves one that was opened in a single column."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator

LOOKED_AT = 60
SHARE_MIN = 0.9
BEHIND = ",;\t"
# Behind it may stand the delimiters of cells that were empty.
ONE_CELL = re.compile(r'^\s*"(?:[^"]|"")*"[\s,;]*$')


def is_in_quotes(start: str, delimiters: Collection[str]) -> bool:
    """Whether the rows of a file's start are one quoted cell each, in which a delimiter parts several."""
    lines = [line for line in start.splitlines()[:LOOKED_AT] if line.strip()]
    whole = [line for line in lines if ONE_CELL.match(line)]
    parted = max(sum(delimiter in line for line in whole) for delimiter in delimiters)
    return len(lines) > 1 and (parted >= SHARE_MIN * len(lines) or parted == len(lines) - 1 > 1)


def unquoted(lines: Iterable[str]) -> Iterator[str]:
    """The rows without the quotes around them and what is behind; the quotes within are single again."""
    for row in _rows(lines):
        yield (row[0].rstrip(BEHIND) if row else "") + "\n"


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    # No file holds this sign, so nothing parts a row but its end, and its quotes are those around all of it.
    return csv.reader(lines, delimiter="\x01")
