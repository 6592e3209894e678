"""Draws by hash."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.hashing import is_drawn, mix


def test_a_draw_is_about_its_share_and_the_same_for_each_series_alone():
    ids = pl.Series(range(20_000))
    drawn = is_drawn(ids, 0.3)
    assert drawn.mean() == pytest.approx(0.3, abs=0.02)
    assert is_drawn(ids[500:600], 0.3).to_list() == drawn[500:600].to_list()
    assert is_drawn(ids, 0.3, draw=1).to_list() != drawn.to_list()


def test_a_number_is_made_of_two():
    numbers = mix(np.arange(1000), np.arange(1000))
    assert ((numbers >= 0) & (numbers < 1)).all()
    assert len(set(numbers.tolist())) == 1000
