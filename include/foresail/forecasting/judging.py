"""Judges what was chosen in a backtest: each window by a mean and quantiles that the others have set."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from foresail.forecasting.bias_correction import add_mean, find_corrections
from foresail.forecasting.intervals import add_quantiles, calibrate
from foresail.forecasting.standing import STANDING

Judge = Mapping[str, Any]
"""`corrections` (bias_correction) and `pools` (intervals)."""


def find_judge(backtest: pl.DataFrame, lead_times: tuple[int, ...], share: float = 1.0) -> Judge:
    """What makes a mean and quantiles of what is chosen after the backtest, which holds `chosen`.

    `share` is the part of a backtest that is given: fewer rows are then enough. Standing orders, which hardly
    ever miss, would tell nothing true of others.
    """
    restless = backtest.filter(pl.col(STANDING).is_null())
    return {
        "corrections": find_corrections(restless, share),
        "pools": calibrate(restless, lead_times, share),
    }


def find_judges(backtest: pl.DataFrame, lead_times: tuple[int, ...]) -> dict[str, Judge]:
    """The same for each window of the backtest, by its number, from the other windows.

    The newest window is so judged by older ones alone. A class or a pool that is large enough in the whole
    backtest is so in a part of it: what is judged is made like what is published.
    """
    judges = {}
    for window in backtest["window"].unique().sort().to_list():
        others = backtest.filter(pl.col("window") != window)
        judges[str(window)] = find_judge(others, lead_times, others.height / backtest.height)
    return judges


def judge(backtest: pl.DataFrame, judges: Mapping[str, Judge], other: Judge) -> pl.DataFrame:
    """Add mean and quantiles window by window; a window that has no judge gets the `other` one."""
    parts = [
        _judge(rows, judges.get(str(window), other))
        for (window,), rows in sorted(backtest.group_by("window", maintain_order=True))
    ]
    return pl.concat(parts) if parts else _judge(backtest, other)


def _judge(rows: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    return add_quantiles(add_mean(rows, judge["corrections"]), judge["pools"])
