"""A weekday is closed for a single series where chance would not have left it empty."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.closed_weekdays import find_closed_weekdays

from tests.factories import daily_history
from tests.forecasting import open_history, train

DAYS = 210


def catalogue(own, seed=1, days=DAYS):
    """Twenty products that sell every day, and one of `own` sales by the day before the last."""
    rng = np.random.default_rng(seed)
    parts = [daily_history(rng.poisson(9, days) + 1, unique_id=number) for number in range(20)]
    return pl.concat([*parts, daily_history([own(rng, day) for day in range(days)], unique_id=99)])


def sells_but(closed, mean=8.0):
    return lambda rng, day: 0 if (DAYS - 1 - day) % 7 in closed else rng.poisson(mean)


def closed_of(own, origins=(DAYS - 1,)):
    return find_closed_weekdays(open_history(catalogue(own)), origins, 14)


@pytest.mark.parametrize("closed", [(0,), (0, 1)])
def test_weekdays_that_one_series_never_sells_on_are_closed_for_it_alone(closed):
    ahead = closed_of(sells_but(closed)).ahead[DAYS - 1]
    assert not ahead[:20].any()
    assert [(6 - step) % 7 in closed for step in range(14)] == ahead[20].tolist()


def test_methods_see_what_a_closed_day_would_have_sold():
    found = closed_of(sells_but((0,)))
    assert found.values[20, -1] == pytest.approx(7, abs=4)
    assert (found.values[:20] == open_history(catalogue(sells_but((0,)))).panel.values[:20]).all()


def test_a_product_that_sells_seldom_has_no_closed_weekday():
    assert closed_of(lambda rng, day: float(rng.uniform() < 0.1)) is None


def test_a_weekday_that_sold_lately_is_open():
    assert closed_of(lambda rng, day: 3 if (DAYS - 1 - day) % 7 or day > 180 else 0) is None


def test_nothing_after_an_origin_closes_a_weekday():
    own = lambda rng, day: 0 if (DAYS - 1 - day) % 7 == 0 and day > 120 else 8  # noqa: E731
    found = closed_of(own, (119, DAYS - 1))
    assert not found.ahead[119].any() and found.ahead[DAYS - 1].any()


def test_a_closed_weekday_is_forecast_as_nothing_and_the_others_whole():
    demand = catalogue(sells_but((0,)))
    _, rows = train(demand, 14).forecast(demand)
    own = rows.filter(pl.col("product_id") == 99)
    assert own["mean"][6] == own["q975"][6] == own["mean"][13] == 0
    assert own["mean"].to_numpy()[[0, 1, 2, 3, 4, 5]].mean() == pytest.approx(8, rel=0.15)
