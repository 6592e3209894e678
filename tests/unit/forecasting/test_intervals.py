import numpy as np
import polars as pl
from foresail.forecasting.intervals import COLUMNS, add_quantiles, calibrate
from hypothesis import given, settings
from hypothesis import strategies as st

LEAD_TIMES = (1, 8, 15, 29)


def rows_of(rng, count, steps=28):
    mean = rng.gamma(1, 3, count)
    return pl.DataFrame(
        {
            "step": rng.integers(1, steps + 1, count),
            "level": mean,
            "rmsse_scale": np.sqrt(mean),
            "chosen": mean,
            "y": rng.poisson(mean).astype(float),
        }
    )


def test_the_bands_hold_what_they_say_on_rows_that_did_not_set_them():
    rng = np.random.default_rng(1)
    rows = add_quantiles(rows_of(rng, 20_000), calibrate(rows_of(rng, 20_000), LEAD_TIMES))
    assert 0.77 <= rows.select(pl.col("y").is_between("q10", "q90").mean()).item() <= 0.86
    assert 0.93 <= rows.select(pl.col("y").is_between("q025", "q975").mean()).item() <= 0.97


def test_nothing_measured_gives_a_wide_band():
    rows = rows_of(np.random.default_rng(1), 50)
    banded = add_quantiles(rows, calibrate(rows, LEAD_TIMES))
    assert (banded["q975"] > 1.5 * banded["chosen"]).all()
    assert (banded["q025"] < 0.5 * banded["chosen"]).all()


def test_steps_beyond_the_measured_ones_widen():
    rng = np.random.default_rng(1)
    pools = calibrate(rows_of(rng, 5_000, steps=7), LEAD_TIMES)
    row = {"level": [4.0] * 2, "rmsse_scale": [2.0] * 2, "chosen": [4.0] * 2, "step": [7, 28]}
    near, far = add_quantiles(pl.DataFrame(row), pools)["q95"]
    assert far > near


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(0, 1e9), st.integers(1, 90)),
        min_size=1,
        max_size=30,
    )
)
def test_quantiles_never_cross_and_are_never_negative_nor_infinite(values):
    mean, level, scale, step = zip(*values, strict=True)
    rows = pl.DataFrame({"chosen": mean, "level": level, "rmsse_scale": scale, "step": step})
    pools = calibrate(rows_of(np.random.default_rng(2), 5_000), LEAD_TIMES)
    table = add_quantiles(rows, pools).select(COLUMNS).to_numpy()
    assert np.isfinite(table).all()
    assert (table >= 0).all()
    assert (np.diff(table, axis=1) >= 0).all()
