"""Means that add up to what is sold, end to end."""

import numpy as np
import polars as pl
import pytest

from tests.factories import daily_history
from tests.forecasting import train


def wholesale(products=40, days=260, seed=8):
    """Small orders on most days, and now and then one of a hundred times as much."""
    rng = np.random.default_rng(seed)
    parts = []
    for number in range(products):
        small = rng.poisson(1.5, days)
        large = rng.binomial(1, 0.02, days) * rng.integers(80, 160, days)
        parts.append(daily_history(small + large, unique_id=number))
    return pl.concat(parts)


def test_where_large_orders_are_usual_the_mean_adds_up_to_what_is_sold():
    history = wholesale()
    trained = train(history)
    products, rows = trained.forecast(history)
    sold = history["y"].sum() / (40 * 260)
    assert rows["mean"].mean() == pytest.approx(sold, rel=0.25)
    assert rows["q50"].mean() < 0.7 * sold
    assert products["reason"].str.contains("The mean is raised by").any()
