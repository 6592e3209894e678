"""What is known of each series before anything is planned."""

from datetime import timedelta

import polars as pl
import pytest
from foresail.forecasting.data.periods import DAILY
from foresail.forecasting.data.summary import join_summaries, prices_hold, summarise

from tests.factories import DAY, daily_history


def priced(*prices, unique_id=1):
    history = daily_history([1.0] * len(prices), unique_id=unique_id)
    return history.with_columns(price=pl.Series(prices, dtype=pl.Float64))


@pytest.mark.parametrize(
    ("prices", "hold"),
    [
        ([2.0, 2.0, 3.0], True),
        ([2.0, 2.0, 3.0, 4.0], False),
        ([100.0, 100.49], True),
        ([100.0, 100.51], False),
        ([2.0], False),
        ([2.0, None, 2.0], True),
    ],
)
def test_prices_hold_where_half_of_them_or_more_stay_as_they_were(prices, hold):
    assert prices_hold(summarise(priced(*prices), DAILY)) == hold


def test_prices_of_two_series_do_not_follow_each_other():
    summary = summarise(pl.concat([priced(1.0, 1.0), priced(9.0, 9.0, unique_id=2)]), DAILY)
    assert (summary.changes, summary.held) == (2, 2)


def test_a_series_is_told_by_its_first_sale_its_sales_and_its_launch():
    history = pl.concat([daily_history([0, 3, 0, *[1] * 40]), daily_history([0.0] * 5, unique_id=2)])
    summary = summarise(history, DAILY, since=DAY - timedelta(days=9))
    row = summary.series.row(0, named=True)
    assert (row["first"], row["sold"], row["y"]) == (DAY - timedelta(days=41), 10, 43.0)
    assert row["launch"] == [3.0, *[1.0] * 26]  # sales of its first 28 days, one of which had none
    assert summary.unsold.rows() == [(2, 5)]
    assert (summary.changes, summary.held, prices_hold(summary)) == (0, 0, False)


def test_shards_add_up():
    parts = [priced(1.0, 1.0, unique_id=2), priced(1.0, 2.0)]
    joined = join_summaries([summarise(part, DAILY) for part in parts])
    whole = summarise(pl.concat(parts), DAILY)
    assert joined.series.equals(whole.series)
    assert (joined.changes, joined.held) == (whole.changes, whole.held) == (2, 1)
