"""What the global model is fitted to."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.covariates.future import see_ahead
from foresail.forecasting.methods.global_model.boosting import fit_global_model
from foresail.forecasting.methods.global_model.training_set import (
    PAIRS_MIN,
    TrainingSet,
    count_pairs,
    gather_training_set,
    join_training_sets,
    list_origins,
)

from tests.factories import daily_history, make_history
from tests.forecasting import open_history


def gather(history, share=1.0, horizon=7, end=None):
    end = history.panel.values.shape[1] - 1 if end is None else end
    return gather_training_set(history, see_ahead(history, horizon, {}), end, horizon, share)


def test_a_step_counts_as_ten_times_the_level_at_most():
    usual = [4.0] * 100
    for units, part in ((40.0, 10.0), (39.0, 9.75), (41.0, 10.0), (4_000.0, 10.0)):
        history = open_history(daily_history([*usual, units]))
        found = gather(history, horizon=1)
        assert found.parts.max() == pytest.approx(part)


@pytest.mark.parametrize("pairs", [PAIRS_MIN - 1, PAIRS_MIN])
def test_too_few_pairs_fit_nothing_and_neither_do_zeros(pairs):
    numbers = np.zeros((pairs, 1), dtype=np.float32), np.ones(pairs), np.zeros((pairs, 3), dtype=int)
    assert TrainingSet(*numbers, ["step"]).is_enough == (pairs == PAIRS_MIN)
    nothing = TrainingSet(numbers[0], np.zeros(pairs), numbers[2], ["step"])
    assert not nothing.is_enough and fit_global_model(nothing, "day") is None


def test_no_target_lies_after_the_end_and_all_pairs_are_counted():
    history = open_history(make_history(5, 120))
    found = gather(history, end=90)
    origins, steps = found.keys[:, 1], found.keys[:, 2]
    assert (origins + steps).max() == 90
    assert origins.min() >= 14
    counted = count_pairs(history.panel.first, history.panel.timeline, 90, 7)
    assert (
        len(found.parts)
        <= counted
        == 7
        * sum(
            int((history.panel.first + 14 <= origin).sum())
            for origin in list_origins(history.panel.timeline, 90, 7)
        )
    )


def test_a_share_draws_the_same_pairs_however_series_are_sharded():
    history = make_history(8, 150)
    whole = gather(open_history(history), 0.4)
    shards = [history.filter(pl.col("unique_id") % 2 == rest) for rest in (1, 0)]
    parts = [gather(open_history(pl.concat([part, history.filter(False)])), 0.4) for part in shards]
    assert len(whole.parts) / len(gather(open_history(history)).parts) == pytest.approx(0.4, abs=0.03)
    names = [place for place, name in enumerate(whole.names) if not name.startswith("catalogue")]
    joined, one = join_training_sets(parts), join_training_sets([whole])
    assert np.array_equal(joined.keys, one.keys) and np.array_equal(joined.parts, one.parts)
    assert np.array_equal(joined.features[:, names], one.features[:, names], equal_nan=True)
