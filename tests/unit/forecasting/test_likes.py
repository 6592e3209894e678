import numpy as np
import polars as pl
from foresail.forecasting import engine
from foresail.forecasting.frequency import DAILY
from foresail.forecasting.levels import STORES_MAX
from foresail.forecasting.likes import find_likes
from foresail.forecasting.plan import FINAL, summarise

from tests.factories import daily_history
from tests.forecasting import make_plan, train

NAMES = [f"Tea {kind}" for kind in ("green", "black", "white", "red")] + [f"Sofa {kind}" for kind in "abcd"]


def catalogue(new=("Tea blue", 2.0)):
    """Teas sell 20 a day at 2 each, sofas 1 in two days at 900; and one new product that sold once."""
    rng = np.random.default_rng(1)
    parts = [
        daily_history(rng.poisson(20 if name.startswith("Tea") else 0.5, 200), unique_id=number).with_columns(
            price=pl.lit(2.0 if name.startswith("Tea") else 900.0)
        )
        for number, name in enumerate(NAMES)
    ]
    parts.append(daily_history([3.0], unique_id=99).with_columns(price=pl.lit(new[1])))
    names = pl.DataFrame({"unique_id": [*range(len(NAMES)), 99], "name": [*NAMES, new[0]]})
    return pl.concat(parts), names


def test_a_new_product_borrows_the_level_of_products_alike_in_name_and_says_whose():
    history, names = catalogue()
    trained = train(history)
    likes = find_likes(summarise(history, DAILY), names, trained.plan)[0]
    assert likes["unique_id"].to_list() == [99]
    assert 18 < likes["like_level"].item() < 22
    products, rows = engine.forecast_shard(
        history, trained.plan, trained.fitted.model, trained.models[FINAL], 14, likes=likes
    )
    why = products.filter(pl.col("product_id") == 99).row(0, named=True)
    assert why["fell_back"]
    assert "Tea" in why["reason"] and "Sofa" not in why["reason"]
    mine = rows.filter(pl.col("product_id") == 99)
    assert 10 < mine["mean"].mean() < 25
    assert (mine["q95"] > 1.5 * mine["mean"]).all()
    assert (mine["q05"] < mine["mean"]).all()


def test_a_new_product_is_not_forecast_on_a_weekday_on_which_like_ones_hardly_sell():
    history, names = catalogue()
    quiet = (pl.col("ds").dt.weekday() == 7) & (pl.col("ds").dt.day() > 3) & (pl.col("unique_id") != 99)
    history = history.with_columns(pl.when(quiet).then(0.0).otherwise("y").alias("y"))
    trained = train(history)
    likes = find_likes(summarise(history, DAILY), names, trained.plan)[0]
    _, rows = engine.forecast_shard(
        history, trained.plan, trained.fitted.model, trained.models[FINAL], 14, likes=likes
    )
    mine = rows.filter(pl.col("product_id") == 99)
    sunday = pl.col("day").dt.weekday() == 7
    assert mine.filter(sunday)["mean"].max() < 0.3 * mine.filter(~sunday)["mean"].min()


def test_a_name_like_no_other_and_a_price_far_off_borrow_nothing():
    for new in (("Lawnmower", 2.0), ("Tea machine", 900.0)):
        history, names = catalogue(new)
        assert find_likes(summarise(history, DAILY), names, make_plan(history))[0].is_empty()


def test_a_name_like_no_other_borrows_from_its_producers_products_alike_in_price():
    history, names = catalogue(("Lawnmower", 2.5))
    makers = ["A"] * 4 + ["B"] * 4
    for new, found in (("A", 1), ("B", 0), (None, 0), ("C", 0)):
        known = names.with_columns(pl.Series("producer", [*makers, new], dtype=pl.String))
        likes = find_likes(summarise(history, DAILY), known, make_plan(history))[0]
        assert likes.height == found
        assert all("Tea" in each and "Sofa" not in each for each in likes["like_names"])
    unpriced = history.with_columns(price=pl.when(pl.col("unique_id") != 99).then("price"))
    known = names.with_columns(pl.Series("producer", [*makers, "B"]))
    assert find_likes(summarise(unpriced, DAILY), known, make_plan(history))[0].is_empty()


def test_names_go_before_producers_and_nearer_prices_before_others():
    history, names = catalogue(("Tea blue", 2.0))
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
    likes = find_likes(summarise(history, DAILY), known, make_plan(history))[0]
    assert likes["like_names"].to_list() == ["Tea black, Tea red, Jar 4"]
    only = known.filter(~pl.col("name").str.starts_with("Tea ") | (pl.col("unique_id") == 99))
    likes = find_likes(summarise(history, DAILY), only, make_plan(history))[0]
    assert likes["like_names"].to_list() == ["Jar 4, Jar 1, Jar 2"]


def with_listed(steps, name="Tea blue", unique_id=99):
    """The catalogue, and a product that was listed on the newest `steps` days and never sold."""
    history, names = catalogue((name, 2.0))
    others = history.filter(pl.col("unique_id") != 99)
    listed = daily_history(np.zeros(steps), unique_id=unique_id).with_columns(price=pl.lit(None, pl.Float64))
    listed_price = pl.when(pl.col("unique_id") == 99).then(2.0)
    return pl.concat([others, listed]), names.with_columns(listed_price=listed_price)


def forecast_of_listed(steps, name="Tea blue"):
    history, names = with_listed(steps, name)
    trained = train(history)
    likes = find_likes(summarise(history, DAILY), names, trained.plan)[0]
    products, rows = engine.forecast_shard(
        history, trained.plan, trained.fitted.model, trained.models[FINAL], 14, likes=likes
    )
    return products.filter(pl.col("product_id") == 99), rows.filter(pl.col("product_id") == 99)


def test_a_product_that_was_listed_and_never_sold_is_forecast_as_like_products_sell_with_wide_bands():
    products, rows = forecast_of_listed(1)
    why = products.row(0, named=True)
    assert (why["method"], why["demand_class"], why["fell_back"]) == ("like products", "short", True)
    assert "Tea" in why["reason"] and "Sofa" not in why["reason"]
    assert why["coverage_80"] is None
    assert 14 < rows["mean"].mean() < 20
    assert (rows["q90"] > 2 * rows["mean"]).all() and (rows["q10"] < rows["mean"] / 5).all()
    quantiles = rows.select(pl.selectors.starts_with("q")).to_numpy()
    assert (quantiles[:, 1:] >= quantiles[:, :-1]).all() and (quantiles >= 0).all()


def test_each_day_that_it_is_listed_and_not_sold_lowers_its_forecast_until_there_is_none():
    levels = [forecast_of_listed(steps)[1]["mean"].mean() for steps in (1, 7, 20)]
    assert levels == sorted(levels, reverse=True)
    assert forecast_of_listed(28)[0].is_empty()


def test_what_is_listed_under_a_name_like_no_other_is_not_forecast():
    products, rows = forecast_of_listed(1, "Lawnmower")
    assert products.is_empty() and rows.is_empty()


def test_a_series_in_a_store_borrows_from_series_in_stores_and_not_from_their_sum():
    in_store = [
        daily_history(np.full(200, level), unique_id=1 * STORES_MAX + store).with_columns(price=pl.lit(2.0))
        for store, level in ((0, 100.0), (1, 10.0), (2, 12.0))
    ]
    new = daily_history([3.0], unique_id=1 * STORES_MAX + 3).with_columns(price=pl.lit(2.0))
    history = pl.concat([*in_store, new])
    names = history.select("unique_id").unique().with_columns(name=pl.lit("tea"))
    likes = find_likes(summarise(history, DAILY), names, make_plan(history))[0]
    assert likes.select("unique_id", "like_level", "like_names").rows() == [
        (1 * STORES_MAX + 3, 11.0, "tea, tea")
    ]
