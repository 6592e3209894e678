"""Launch profiles: how new products began, in parts of what the ones like them sell."""

from collections.abc import Sequence

import numpy as np

from foresail.quantiles import LEVELS

# In bands of level of so many products at least.
BANDS, BAND_MIN = 3, 10
# One product's launch counts as at most this many times what like ones sell.
WINSOR = 10.0
Profiles = tuple[tuple[float, ...], ...]
"""Rows of the least level (units a step) of the like products, the mean, q025 to q975."""
TYPICAL: Profiles = ((0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.5, 3.0, 4.5, 6.0),)
"""Where too few launches are known: wide on purpose."""


def profile_launches(launches: Sequence[tuple[float, list[float]]], steps: int) -> Profiles:
    """Profile launches (the level of the like products, the units of the first steps) by bands of level."""
    pairs = sorted(launches)
    count = min(BANDS, len(pairs) // BAND_MIN)
    bands = []
    for number in range(count):
        band = pairs[number * len(pairs) // count : (number + 1) * len(pairs) // count]
        parts = np.zeros((len(band), steps))
        for place, (level, units) in enumerate(band):
            parts[place, : len(units)] = np.array(units) / level
        least = band[0][0] if number else 0.0
        mean = np.minimum(parts.mean(axis=1), WINSOR).mean()
        bands.append((least, float(mean), *np.quantile(parts, LEVELS).tolist()))
    return tuple(bands) or TYPICAL
