"""What makes a mean and quantiles of what is chosen, and what windows are measured by."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.evaluation.calibration import (
    Calibration,
    apply_calibrations,
    calibrate,
    calibrate_windows,
)
from foresail.forecasting.evaluation.intervals import Pools


def backtest_of(sold=(12.0, 13.0, 14.0), rows=1_000):
    windows = np.repeat([1, 2, 3], rows)
    return pl.DataFrame(
        {
            "unique_id": np.tile(np.arange(rows) // 10, 3),
            "window": windows,
            "step": np.tile(np.arange(1, 11), 3 * rows // 10),
            "demand_class": "smooth",
            "level": 10.0,
            "swing": 10.0,
            "chosen": 10.0,
            "y": np.array(sold)[windows - 1],
            "ruled": pl.Series([None] * 3 * rows, dtype=pl.Float64),
        }
    )


def test_each_window_is_calibrated_by_the_others():
    told = backtest_of()
    windows = calibrate_windows(told, (1,))
    assert list(windows) == ["1", "2", "3"]
    for number, calibration in windows.items():
        others = told.filter(pl.col("window") != int(number))
        assert calibration == calibrate(others, (1,), 2 / 3)
    assert windows["3"].corrections["all"] == pytest.approx(np.sqrt(1.2 * 1.3), rel=0.02)


def test_repeating_demand_calibrates_nothing():
    told = backtest_of()
    still = told.with_columns(unique_id=pl.col("unique_id") + 1_000, y=pl.lit(10.0), ruled=pl.lit(10.0))
    assert calibrate(pl.concat([told, still]), (1,)) == calibrate(told, (1,))


def test_each_window_is_given_its_own_calibration_or_the_other():
    own = Calibration({"all": Pools([], [0.0], [1], None, [[[[-1.0] * 9]] * 2])}, {"all": 2.0})
    other = Calibration({"all": Pools([], [0.0], [1], None, [[[[1.0] * 9]] * 2])}, {"all": 0.5})
    told = (
        apply_calibrations(backtest_of(rows=10), {"2": own}, other).group_by("window").first().sort("window")
    )
    assert told["mean"].to_list() == [5.0, 20.0, 5.0]
    assert told["q50"].to_list() == pytest.approx([20.0, 0.0, 20.0])
    nothing = apply_calibrations(backtest_of().clear(), {}, other)
    assert {"mean", "q025"} < set(nothing.columns)
    assert nothing.is_empty()


def test_a_larger_part_of_a_backtest_needs_more_rows():
    told = backtest_of(
        rows=660
    )  # 1,980 rows: too few for a kind of its own, in two thirds of a backtest enough
    assert set(calibrate(told, (1,)).pools) == {"all"}
    assert set(calibrate(told, (1,), 2 / 3).pools) == {"all", "often"}
    assert "smooth" not in calibrate(told, (1,)).corrections
    assert "smooth" in calibrate(told, (1,), 2 / 3).corrections
