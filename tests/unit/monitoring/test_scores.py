"""What of a forecast is measured once its step is over: by hand, and the same of one product as of all."""

from datetime import date, timedelta
from struct import pack as pack_values

import numpy as np
import polars as pl
import pytest
from foresail.monitoring import accuracy, product_outcomes
from foresail.monitoring.outcomes import Parts, add_up, measure
from foresail.quantiles import LEVELS, NUMBERS
from foresail.warehouse.packing import pack
from foresail.warehouse.past_forecasts import Outcome, PastSeries
from foresail.warehouse.runs import Run

AS_OF = date(2026, 3, 1)
DAY = AS_OF + timedelta(days=1)
PARTS = Parts(
    pl.DataFrame({"product_id": [1], "category": ["Drinks"]}),
    pl.DataFrame({"store_id": [7], "store": ["Berlin"]}),
)


def forecasts(*rows):
    """Rows of product, store, class, naive, scale and one number that every quantile is."""
    return pl.DataFrame(
        [
            {"product_id": product, "store_id": store, "demand_class": kind, "mase_scale": scale, "day": DAY}
            | dict.fromkeys(NUMBERS, float(units))
            | {"naive": naive}
            for product, store, kind, naive, scale, units in rows
        ],
        schema_overrides={"naive": pl.Float64, "mase_scale": pl.Float64},
    )


def demand(*rows):
    return pl.DataFrame([{"product_id": p, "store_id": s, "ds": DAY, "y": float(y)} for p, s, y in rows])


@pytest.fixture
def measured():
    """Tea sold 6 in Berlin and 4 without a store, Milk nothing; only Tea has a naive forecast and a category."""
    made = forecasts(
        (1, 0, "smooth", 8.0, 2.0, 13), (1, 7, "smooth", 5.0, 1.0, 5), (2, 0, "lumpy", None, None, 1)
    )
    rows = add_up([measure(made, demand((1, 7, 6), (1, 0, 4)), PARTS, "day", 0)])
    return {(row["kind"], row["name"]): row for row in rows}


def test_everything_and_each_class_category_and_store_is_measured_apart(measured):
    assert set(measured) == {
        ("all", ""), ("class", "smooth"), ("class", "lumpy"), ("category", "Drinks"), ("store", "Berlin"),
    }  # fmt: skip
    everything, berlin = measured["all", ""], measured["store", "Berlin"]
    assert (everything["products"], everything["sold"], everything["absolute_error"]) == (2, 10.0, 4.0)
    assert (berlin["products"], berlin["sold"], berlin["absolute_error"]) == (1, 6.0, 1.0)


def test_seasonal_naive_is_held_against_the_forecasts_of_the_same_products_alone(measured):
    everything = measured["all", ""]
    assert (everything["naive_sold"], everything["naive_error"], everything["naive_compared"]) == (10, 2, 3)
    assert (everything["scaled"], everything["scaled_error"]) == (1.0, 1.5)
    held = {name: everything[name] for name in everything if name not in ("day", "kind", "name")}
    score = accuracy.measure([Outcome(run_id=1, model_id=1, as_of=AS_OF, day=DAY, **held)])
    assert (score.wape, score.mase, score.wape_seasonal_naive) == (0.4, 1.5, 0.2)
    assert (score.bias_seasonal_naive, score.skill) == (-0.2, -0.5)


def test_pinball_of_a_forecast_without_spread_is_its_absolute_error(measured):
    assert measured["all", ""]["pinball"] == pytest.approx(4.0)


def test_what_was_scored_before_these_figures_came_tells_none_of_them():
    score = accuracy.measure([Outcome(1, 1, AS_OF, DAY, 1, 10.0, 12.0, 2.0, 1.0, 1.0)])
    assert (score.wape, score.pinball, score.mase, score.skill) == (0.2, None, None, None)


def test_one_product_is_measured_as_all_of_them_are():
    rng = np.random.default_rng(1)
    units = np.sort(rng.gamma(2, 3, (1, 1, len(NUMBERS))), axis=2)
    run = Run(1, 1, 1, 1, None, False, None, "p", AS_OF, 1, "day")
    series = PastSeries(1, pack(units)[0], None, pack_values("<d", 5.0), 2.0)
    [own] = product_outcomes._compare(run, series, {DAY: 4.0}, DAY)
    made = forecasts((1, 0, "smooth", 5.0, 2.0, 0)).with_columns(
        pl.lit(value).alias(name) for name, value in zip(NUMBERS, units[0, 0].tolist(), strict=True)
    )
    rows = add_up([measure(made, demand((1, 0, 4)), PARTS, "day", 0)])
    [everything] = [row for row in rows if row["kind"] == "all"]
    for name in set(everything) - {"day", "kind", "name"}:
        assert getattr(own, name) == pytest.approx(everything[name]), name
    assert len(LEVELS) == 9
