"""Series that tests of methods share."""

import numpy as np
import polars as pl


def trending_months() -> tuple[pl.DataFrame, np.ndarray]:
    """Eight years of a trend with a year and noise: the frame, and its values."""
    months = pl.date_range(pl.date(2018, 1, 1), pl.date(2025, 12, 1), "1mo", eager=True)
    season = 1 + 0.4 * np.sin(np.arange(96) * 2 * np.pi / 12)
    y = (200 + 2 * np.arange(96)) * season * np.random.default_rng(3).normal(1, 0.03, 96)
    return pl.DataFrame({"unique_id": [1] * 96, "ds": months, "y": y}), y
