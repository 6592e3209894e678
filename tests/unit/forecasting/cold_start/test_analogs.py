"""Products with little history are likened to others by name, producer and price."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.cold_start.analogs import SCHEMA, borrow_levels, find_analogs, read_older
from foresail.forecasting.cold_start.launch_profiles import TYPICAL
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


def likened(levels, new_price=2.0, price=2.0, new_name="Tea blue", listed=0):
    """One new product beside teas that sell at these levels."""
    parts = [
        daily_history(np.full(200, level), unique_id=number).with_columns(price=pl.lit(price))
        for number, level in enumerate(levels, 1)
    ]
    new = daily_history([0.0] * listed or [3.0], unique_id=99)
    parts.append(new.with_columns(price=pl.lit(None if listed else new_price, pl.Float64)))
    history = pl.concat(parts)
    names = [*(f"Tea {chr(97 + number)}" for number in range(len(levels))), new_name]
    table = pl.DataFrame({"unique_id": [*range(1, len(levels) + 1), 99], "name": names})
    table = table.with_columns(listed_price=pl.when(pl.col("unique_id") == 99).then(new_price))
    return find_analogs(summarise(history, DAILY), table, make_plan(history).timeline)


def test_the_level_is_the_median_of_the_five_likest():
    assert likened([1.0, 2.0, 3.0, 4.0, 5.0])[0]["analog_level"].to_list() == [3.0]
    assert likened([1.0, 2.0, 3.0, 4.0, 5.0, 90.0, 90.0, 90.0])[0]["analog_level"].to_list() == [3.0]
    assert likened([1.0, 2.0])[0]["analog_level"].to_list() == [1.5]


def test_prices_up_to_three_times_apart_are_alike():
    assert likened([4.0], new_price=6.0)[0].height == 1
    assert likened([4.0], new_price=6.01)[0].is_empty()
    assert likened([4.0], new_price=6.0, price=18.1)[0].is_empty()


@pytest.mark.parametrize(("name", "found"), [("abcxy", 1), ("abcxyz", 0)])
def test_names_are_alike_from_sixty_in_a_hundred_on(name, found):
    """Of 10 letters 6 agree, and of 11."""
    parts = [daily_history([4.0] * 200), daily_history([3.0], unique_id=2)]
    history = pl.concat(parts)
    names = pl.DataFrame({"unique_id": [1, 2], "name": ["abcde", name]})
    assert find_analogs(summarise(history, DAILY), names, make_plan(history).timeline)[0].height == found


def test_what_is_listed_is_likened_for_less_than_a_short_history_and_sinks_by_a_week():
    for days in (1, 7, 27):
        assert likened([8.0], listed=days)[0]["analog_level"].item() == pytest.approx(8.0 * 7 / (7 + days))
    assert likened([8.0], listed=28)[0].is_empty()


def test_a_product_has_analogs_while_its_history_is_short():
    for days, found in ((27, 1), (28, 0)):
        history = pl.concat([daily_history([4.0] * 200), daily_history([4.0] * days, unique_id=2)])
        names = pl.DataFrame({"unique_id": [1, 2], "name": ["Tea a", "Tea b"]})
        analogs, profiles = find_analogs(summarise(history, DAILY), names, make_plan(history).timeline)
        assert (analogs.height, profiles) == (found, ())


def test_too_few_launches_give_the_typical_profile_and_more_their_own():
    assert likened([4.0] * 5, listed=1)[1] == TYPICAL
    rng = np.random.default_rng(2)
    parts = [daily_history([0.0], unique_id=99)]
    parts += [daily_history(rng.poisson(4, 100 + 5 * number), unique_id=number) for number in range(40)]
    history = pl.concat(parts)
    names = pl.DataFrame(
        {"unique_id": [*range(40), 99], "name": [*(f"Tea {n}" for n in range(40)), "Tea new"]}
    )
    _, profiles = find_analogs(summarise(history, DAILY), names, make_plan(history).timeline)
    assert len(profiles) == 3
    assert [profile[1] for profile in profiles] == pytest.approx([1.0] * 3, abs=0.2)


def drawn(age, level, analog_level, demand_class="short"):
    rows = pl.DataFrame(
        {
            "product_id": [1, 1],
            "step": [1, 2],
            "demand_class": demand_class,
            "chosen": 2.0,
            "level": level,
            "swing": 0.5,
        }
    )
    analogs = pl.DataFrame({"unique_id": [1], "analog_level": [analog_level], "analog_names": ["Tea"]})
    return borrow_levels(rows, analogs, {1: age}, "day", np.array([1.0, 0.5]))


def test_a_short_series_is_drawn_towards_its_analogs_as_if_they_were_a_week_of_its_own():
    told = drawn(age=7, level=2.0, analog_level=10.0)
    assert told["chosen"].to_list() == [(2.0 + 10.0) / 2, (2.0 + 5.0) / 2]
    assert told["level"].to_list() == [6.0, 6.0] == told["swing"].to_list()
    told = drawn(age=21, level=2.0, analog_level=10.0)
    assert told["chosen"].to_list() == [(21 * 2.0 + 7 * 10.0) / 28, (21 * 2.0 + 7 * 5.0) / 28]


def test_a_series_with_a_history_of_its_own_borrows_nothing_and_names_nobody():
    told = drawn(age=60, level=2.0, analog_level=10.0, demand_class="smooth")
    assert told["chosen"].to_list() == [2.0, 2.0]
    assert told["analog_names"].to_list() == [None, None]


def test_analogs_that_were_stored_under_older_names_are_read():
    older = pl.DataFrame({"unique_id": [1], "like_level": [2.0], "like_names": ["Tea"]})
    assert read_older(older).columns == list(SCHEMA) == read_older(read_older(older)).columns
