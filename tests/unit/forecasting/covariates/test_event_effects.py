"""What events did is learned from nothing after them, as far as it stands out from chance."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.covariates.future import see_ahead
from foresail.forecasting.covariates.known import SCHEMA, Known
from foresail.forecasting.covariates.usual_sales import find_usual_sales

from tests.factories import DAY, daily_history
from tests.forecasting import open_history, train

LENGTH, HORIZON = 200, 14
STARTS = (60, 100, 140, 180)


def promoted(times: float, starts=STARTS, seed=1, level=20):
    """A product that sells `times` as much in three days from each start; the last promotion lies ahead."""
    rng = np.random.default_rng(seed)
    mean = np.full(LENGTH, float(level))
    for start in starts:
        mean[start : start + 3] *= times
    return daily_history(rng.poisson(mean))


def told(starts=(*STARTS, LENGTH + 3), series=1, name="Promotion"):
    first = DAY - timedelta(days=LENGTH - 1)
    rows = [(series, first + timedelta(days=start + day), name, None) for start in starts for day in range(3)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def effects_of(demand, own=None, holidays=None, origins=(LENGTH - 1,)):
    history = open_history(demand)
    events = ("Promotion",) if own is not None else ()
    return find_usual_sales(
        history, see_ahead(history, HORIZON, holidays or {}, events, own), origins, HORIZON
    )


def test_without_events_there_is_nothing_to_learn():
    assert effects_of(promoted(1.0)) is None


@pytest.mark.parametrize("times", [0.0, 0.3, 2.0, 4.0])
def test_a_promotion_of_one_product_is_learned_from_its_own_past(times):
    found = effects_of(promoted(times), told())
    ahead = found.ahead[LENGTH - 1][0]
    assert ahead[3:6] == pytest.approx(times, rel=0.15, abs=0.1)
    assert (np.delete(ahead, [3, 4, 5]) == 1).all()


def test_what_is_left_of_the_history_sells_as_usual():
    found = effects_of(promoted(4.0), told())
    newest = found.values[0, 180:183]
    assert newest.mean() == pytest.approx(20, rel=0.3)
    assert found.removed[0, 180:183].all() and found.removed.sum() == 12


def test_an_event_that_changes_nothing_stays_without_effect():
    times = [effects_of(promoted(1.0, seed=seed), told()).ahead[LENGTH - 1][0, 3] for seed in range(40)]
    assert np.mean(times) == pytest.approx(1.0, abs=0.02)
    assert np.mean(np.array(times) == 1.0) > 0.8


def test_nothing_after_a_step_enters_what_is_learned_at_it():
    whole = effects_of(promoted(4.0), told(), origins=(150, LENGTH - 1))
    demand = promoted(4.0)
    changed = demand.with_columns(
        pl.when(pl.int_range(pl.len()) > 150).then(pl.col("y") * 9).otherwise("y").alias("y")
    )
    other = effects_of(changed, told(), origins=(150,))
    assert (whole.ahead[150] == other.ahead[150]).all()
    assert (whole.values[:, :151] == other.values[:, :151]).all()


def test_a_holiday_of_all_is_learned_from_the_catalogue_for_a_product_that_never_had_it():
    first = DAY - timedelta(days=LENGTH - 1)
    rng = np.random.default_rng(5)
    mean = np.full(LENGTH, 20.0)
    mean[[60, 100]] = 60
    old = [daily_history(rng.poisson(mean), unique_id=number) for number in range(10)]
    young = daily_history(rng.poisson(np.full(60, 20.0)), unique_id=99)
    days = {(first + timedelta(days=at)).isoformat(): "Fair" for at in (60, 100, LENGTH + 3)}
    ahead = effects_of(pl.concat([*old, young]), holidays=days).ahead[LENGTH - 1]
    assert ahead[:, 3] == pytest.approx(3.0, rel=0.12)


def test_a_forecast_has_the_effect_of_its_promotion_and_says_so():
    rng = np.random.default_rng(2)
    others = [daily_history(rng.poisson(10, LENGTH), unique_id=number) for number in range(2, 12)]
    demand = pl.concat([promoted(4.0), *others])
    trained = train(demand, HORIZON, known=Known({}, told()))
    products, rows = trained.forecast(demand)
    mean = rows.filter(pl.col("product_id") == 1)["mean"].to_numpy()
    assert mean[3:6].mean() == pytest.approx(80, rel=0.15)
    assert np.delete(mean, [3, 4, 5]).mean() == pytest.approx(20, rel=0.15)
    reason = products.filter(pl.col("product_id") == 1)["reason"].item()
    assert "Promotion from" in reason and "times usual sales, as it sold before" in reason
    assert "Promotion" not in products.filter(pl.col("product_id") == 2)["reason"].item()
