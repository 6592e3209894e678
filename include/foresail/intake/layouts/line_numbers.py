"""Tells a column that counts the lines of each order (1, 2, 3 or 10, 20, 30) from one of product codes."""

from itertools import pairwise

import polars as pl

# So many of the lines must go on counting, or begin again.
SHARE_MIN = 0.95
POSITION_MAX = 100_000
DIGITS_MAX = 6


def is_line_numbers(cells: pl.Series) -> bool:
    """Whether each number is one step above the one before it, or the first again."""
    looks = rf"^\s*0*[0-9]{{1,{DIGITS_MAX}}}(?:\.0+)?\s*$"
    if not cells.head(50).drop_nulls().cast(pl.String).str.contains(looks).all():
        return False
    texts = cells.cast(pl.String).str.strip_chars()
    numbers = texts.drop_nulls().cast(pl.Float64, strict=False)
    if numbers.null_count() or len(numbers) < 2 or numbers.max() is None:
        return False
    first, most = float(numbers.min()), float(numbers.max())  # type: ignore[arg-type]
    step = first if first in (1.0, 10.0, 100.0) else 1.0 if first == 0 else None
    if step is None or most > POSITION_MAX or most == first:
        return False
    change = numbers.diff().fill_null(0.0)
    starts = numbers == first
    goes_on = (change == step) | starts
    if goes_on.mean() < SHARE_MIN or not starts[0]:  # type: ignore[operator]
        return False
    return bool(starts.sum() > 1)


def has_equal_runs(cells: pl.Series) -> bool:
    """Whether the numbers begin again after always as many lines, as a list of products does."""
    numbers = cells.drop_nulls().cast(pl.String).cast(pl.Float64, strict=False)
    starts = (numbers == numbers.min()).arg_true().to_list()
    lengths = [end - start for start, end in pairwise([*starts, len(numbers)])]
    return len(lengths) > 1 and len(set(lengths)) == 1
