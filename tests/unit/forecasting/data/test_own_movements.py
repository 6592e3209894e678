"""What series that move on their own go on with, and that others are left alone."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.own_movements import find_movements

from tests.forecasting import open_history

DAYS = 1000
AHEAD = np.arange(DAYS, DAYS + 28)


def find(*series, step="day"):
    """The movements of series of days (or weeks) that end the day before the forecast."""
    history = open_history(_frame(series, step), as_of=_last(step), frequency=step)
    return find_movements(history, history.panel.values.shape[1] - 1, 28)


def _last(step):
    return pl.Series(["2026-03-29"]).str.to_date()[0]


def _frame(series, step):
    every = {"day": "1d", "week": "1w"}[step]
    parts = []
    for number, y in enumerate(series):
        start = pl.select(pl.lit(_last(step)).dt.offset_by(f"-{(len(y) - 1)}{every[1:]}")).item()
        days = pl.date_range(start, _last(step), every, eager=True)
        parts.append(pl.DataFrame({"unique_id": number, "ds": days, "y": np.asarray(y, dtype=float)}))
    return pl.concat(parts)


def draw(mean, seed=0):
    return np.random.default_rng(seed).poisson(mean)


def year(days, size=0.7):
    return 40 * (1 + size * np.sin(2 * np.pi * days / 364))


def test_a_year_of_its_own_is_repeated_at_the_height_of_now():
    days = np.arange(DAYS + 28)
    mean = year(days) * np.where(days > 500, 1.3, 1.0)
    found = find(draw(mean[:DAYS]))
    assert found.values[0].sum() == pytest.approx(mean[DAYS:].sum(), rel=0.1)
    assert "same time every year" in found.words(0)


def test_steady_growth_and_decline_go_on():
    for rate in (1.05, 0.95):
        mean = 200 * rate ** (np.arange(DAYS + 28) / 28)
        found = find(draw(mean[:DAYS]))
        assert found.values[0].sum() == pytest.approx(mean[DAYS:].sum(), rel=0.05)
        assert ("grown by 5%" if rate > 1 else "fallen by 5%") in found.words(0)


def test_the_week_is_kept_and_no_chance_is_taken_for_one():
    week = np.array([0.5, 0.8, 1, 1, 1.2, 1.5, 1.0])
    with_week = draw(year(np.arange(DAYS)) * week[np.arange(DAYS) % 7])
    without = draw(year(np.arange(DAYS)))
    found = find(with_week, without)
    both = found.values / found.values.mean(axis=1, keepdims=True)
    profile = np.array([both[0, np.arange(28) % 7 == day].mean() for day in range(7)])
    assert profile.max() / profile.min() == pytest.approx(3.0, rel=0.2)
    assert np.abs(np.diff(both[1])).max() < 0.1


def test_a_trend_that_has_ended_does_not_go_on():
    mean = np.concatenate([200 * 1.08 ** (np.arange(DAYS - 112) / 28), np.full(112, 2600.0)])
    assert not len(find(draw(mean)).rows)


@pytest.mark.parametrize("seed", range(20))
def test_what_wanders_or_stays_is_left_alone(seed):
    rng = np.random.default_rng(seed)
    wandering = draw(30 * np.exp(np.cumsum(rng.normal(0, 0.02, DAYS))), seed)
    staying = draw(np.full(DAYS, 30.0), seed)
    mild = draw(year(np.arange(DAYS), 0.05), seed)
    assert not len(find(staying, mild).rows)
    assert len(find(wandering).rows) <= 1


def test_a_history_that_is_too_short_tells_nothing():
    assert not len(find(draw(year(np.arange(500)))).rows)


def test_nothing_after_the_origin_is_looked_at():
    sold = draw(year(np.arange(DAYS)))
    changed = sold.copy()
    changed[-50:] = 0
    origin = DAYS - 51
    both = [
        find_movements(open_history(_frame([each], "day"), as_of=_last("day"), frequency="day"), origin, 28)
        for each in (np.append(sold[:-1], 1), np.append(changed[:-1], 1))
    ]
    assert np.array_equal(both[0].values, both[1].values)
    assert len(both[0].rows) == 1


def test_weeks_move_as_days_do():
    weeks = np.arange(200)
    mean = 300 * (1 + 0.7 * np.sin(2 * np.pi * weeks / 52))
    found = find(draw(mean[:172]), step="week")
    assert found.values[0].sum() == pytest.approx(mean[172:].sum(), rel=0.1)
