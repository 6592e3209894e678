import numpy as np
import polars as pl
from foresail.forecasting import engine
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
    likes = find_likes(summarise(history), names, trained.plan)
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


def test_a_name_like_no_other_and_a_price_far_off_borrow_nothing():
    for new in (("Lawnmower", 2.0), ("Tea machine", 900.0)):
        history, names = catalogue(new)
        assert find_likes(summarise(history), names, make_plan(history)).is_empty()
