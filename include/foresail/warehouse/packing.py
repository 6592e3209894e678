"""A series' forecast as one value of the cache: its steps in order, each the NUMBERS of a forecast."""

from array import array
from collections.abc import Iterator
from math import isnan
from struct import Struct
from sys import byteorder
from typing import TYPE_CHECKING

from foresail.quantiles import NUMBERS

if TYPE_CHECKING:
    import numpy as np

AHEAD = {"day": 7, "week": 1, "month": 1}
"""The steps whose mean is a series' `units_ahead`: a week, or the one step where steps are longer."""
_STEP = Struct(f"<{len(NUMBERS)}d")
STEP_BYTES = _STEP.size


def pack(table: "np.ndarray") -> list[bytes]:
    """Each series of a table (series, steps, ...) as little-endian doubles; NaN is a quantile not known."""
    return [steps.tobytes() for steps in table.astype("<f8")]


def all_known(packed: bytes) -> bool:
    """Whether a series has every quantile at every step."""
    units = array("d", packed)
    if byteorder == "big":
        units.byteswap()
    return not isnan(sum(units))


def unpack(packed: bytes, count: int) -> Iterator[tuple[float, ...]]:
    """The first `count` steps."""
    return _STEP.iter_unpack(memoryview(packed)[: count * STEP_BYTES])
