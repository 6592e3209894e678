"""Products with little history are likened to others by name, producer and price."""

import numpy as np
import polars as pl
from foresail.forecasting.cold_start.analogs import find_analogs
from foresail.forecasting.data.periods import DAILY
from foresail.forecasting.data.series_ids import STORES_MAX
from foresail.forecasting.data.summary import summarise

from tests.factories import daily_history
from tests.forecasting import make_plan, teas_and_sofas


def test_a_name_like_no_other_and_a_price_far_off_borrow_nothing():
    for new in (("Lawnmower", 2.0), ("Tea machine", 900.0)):
        history, names = teas_and_sofas(new)
        assert find_analogs(summarise(history, DAILY), names, make_plan(history).timeline)[0].is_empty()


def test_a_name_like_no_other_borrows_from_its_producers_products_alike_in_price():
    history, names = teas_and_sofas(("Lawnmower", 2.5))
    makers = ["A"] * 4 + ["B"] * 4
    for new, found in (("A", 1), ("B", 0), (None, 0), ("C", 0)):
        known = names.with_columns(pl.Series("producer", [*makers, new], dtype=pl.String))
        analogs = find_analogs(summarise(history, DAILY), known, make_plan(history).timeline)[0]
        assert analogs.height == found
        assert all("Tea" in each and "Sofa" not in each for each in analogs["analog_names"])
    unpriced = history.with_columns(price=pl.when(pl.col("unique_id") != 99).then("price"))
    known = names.with_columns(pl.Series("producer", [*makers, "B"]))
    assert find_analogs(summarise(unpriced, DAILY), known, make_plan(history).timeline)[0].is_empty()


def test_names_go_before_producers_and_nearer_prices_before_others():
    history, names = teas_and_sofas(("Tea blue", 2.0))
    others = [
        daily_history(np.full(200, 5.0), unique_id=50 + number).with_columns(price=pl.lit(price))
        for number, price in enumerate((3.0, 2.1, 1.9, 2.5, 2.0))
    ]
    own = pl.DataFrame({"unique_id": range(50, 55), "name": [f"Jar {number}" for number in range(5)]})
    history = pl.concat([history, *others])
    known = pl.concat([names, own]).with_columns(
        producer=pl.when(pl.col("unique_id") >= 50).then(pl.lit("P"))
    )
    known = known.with_columns(
        producer=pl.when(pl.col("unique_id") == 99).then(pl.lit("P")).otherwise("producer")
    )
    analogs = find_analogs(summarise(history, DAILY), known, make_plan(history).timeline)[0]
    assert analogs["analog_names"].to_list() == ["Tea black, Tea red, Jar 4"]
    only = known.filter(~pl.col("name").str.starts_with("Tea ") | (pl.col("unique_id") == 99))
    analogs = find_analogs(summarise(history, DAILY), only, make_plan(history).timeline)[0]
    assert analogs["analog_names"].to_list() == ["Jar 4, Jar 1, Jar 2"]


def test_a_series_in_a_store_borrows_from_series_in_stores_and_not_from_their_sum():
    in_store = [
        daily_history(np.full(200, level), unique_id=1 * STORES_MAX + store).with_columns(price=pl.lit(2.0))
        for store, level in ((0, 100.0), (1, 10.0), (2, 12.0))
    ]
    new = daily_history([3.0], unique_id=1 * STORES_MAX + 3).with_columns(price=pl.lit(2.0))
    history = pl.concat([*in_store, new])
    names = history.select("unique_id").unique().with_columns(name=pl.lit("tea"))
    analogs = find_analogs(summarise(history, DAILY), names, make_plan(history).timeline)[0]
    assert analogs.select("unique_id", "analog_level", "analog_names").rows() == [
        (1 * STORES_MAX + 3, 11.0, "tea, tea")
    ]
