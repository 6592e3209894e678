"""What foresail_train and foresail_predict do with steps, stores, champions and the calendar, on both databases."""

import json
from datetime import date, timedelta

import numpy as np
import pytest
from foresail import clock
from foresail.errors import BadRequest, NotForecast, NothingToForecast, UnknownStore
from foresail.forecast_cache.lookup import read_forecast
from foresail.forecasting.evaluation import selection
from foresail.jobs import training
from foresail.paging import Page
from foresail.queries import models as model_queries
from foresail.settings import Settings
from foresail.storage.keys import plan_key
from foresail.warehouse import calendar, promotions, sold, stores
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.stats import read_stats
from msgspec.structs import asdict

from tests.factories import DAY, rows_of_stores, write_workbook
from tests.integration.jobs.helpers import forecast_of, make_workbook


def test_weekly_sales_become_weekly_forecasts(deployed, tmp_path):
    rng = np.random.default_rng(2)
    rows = [
        (
            DAY - timedelta(days=7 * (104 - week)),
            product,
            int(units),
            2.5,
            f"T{week}-{product}",
            "North",
            "P1",
        )
        for week in range(104)
        for product, units in zip(("Tea", "Milk"), rng.poisson(30, 2), strict=True)
    ]
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed.train()
    deployed.predict()
    told = forecast_of(deployed, "tea", 5)
    assert told["frequency"] == "week"
    assert [day["day"] for day in told["days"]] == [DAY + timedelta(days=7 * week) for week in range(5)]
    with reading(deployed.engine) as connection:
        past = sold.read_sales(connection, sold.Wanted("Tea"), DAY - timedelta(days=70), by="week")
    assert [day["day"] for day in past["days"]] == [
        DAY - timedelta(days=7 * week) for week in range(10, 0, -1)
    ]
    assert all(day["quantity"] > 0 for day in past["days"])


def test_days_that_were_not_sent_are_told_with_the_forecasts_and_the_model(deployed, tmp_path):
    silent = [DAY - timedelta(days=ago) for ago in range(40, 50)]
    rows = [
        (DAY - timedelta(days=ago), product, 4, 2.5, f"T{ago}-{product}", "North", "P1")
        for ago in range(120)
        for product in ("Tea", "Milk", "Jam", "Rice", "Salt", "Oil")
        if DAY - timedelta(days=ago) not in silent
    ]
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed.train()
    deployed.predict()
    with reading(deployed.engine) as connection:
        forecasts = read_stats(connection)["forecasts"]
    model = model_queries.read_model(forecasts["model_id"])
    gaps = forecasts["gaps"]
    assert gaps == model["gaps"]
    assert (gaps["not_sent"], gaps["closed"], gaps["zeros"]) == (10, 0, 0)
    assert gaps["spans"] == [[silent[-1].isoformat(), silent[0].isoformat()]]
    assert gaps["series_steps"] == 6 * 110
    assert (gaps["partial"], gaps["late_stores"]) == (None, [])


def test_a_store_that_has_not_sent_its_newest_sales_is_told_with_the_forecasts(deployed, tmp_path):
    rows = rows_of_stores(["Tea", "Milk"], {"North": 0, "South": 9})
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed.train()
    deployed.predict()
    with reading(deployed.engine) as connection:
        gaps = read_stats(connection)["forecasts"]["gaps"]
    assert gaps["late_stores"] == [{"name": "South", "last_day": (DAY - timedelta(days=9)).isoformat()}]


def test_monthly_sales_with_a_trend_and_a_year_are_followed_by_a_form_chosen_for_each_product(
    deployed, tmp_path
):
    rng = np.random.default_rng(5)
    year = np.array([1, 1, 1, 1, 2, 3, 3, 2, 1, 1, 1, 4])
    rows = [
        (
            date(2020 + month // 12, month % 12 + 1, 1),
            f"Tea {number}",
            int(units),
            2.5,
            f"T{month}-{number}",
            "N",
            "P",
        )
        for number in range(12)
        for month, units in enumerate(
            (100 + 5 * np.arange(72)) * np.roll(np.tile(year, 6), number) + rng.poisson(5, 72)
        )
    ]
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed.train()
    deployed.predict()
    told = forecast_of(deployed, "tea 0", 6)
    assert told["frequency"] == "month" and "auto_ets" in told["method"]
    truth = (100 + 5 * np.arange(72, 78)) * year[:6]
    assert [step["mean"] for step in told["days"]] == pytest.approx(truth, rel=0.1)


def test_products_are_forecast_in_each_store_where_that_is_set(deployed, tmp_path, monkeypatch):
    rng = np.random.default_rng(4)
    rows = [
        (DAY - timedelta(days=120 - day), "Tea", int(units), 2.5, f"T{day}-{store}", store, "P1")
        for day in range(120)
        for store, units in zip(("North", "South"), rng.poisson((2, 12)), strict=True)
        if units
    ]
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    monkeypatch.setattr(training, "settings", lambda: Settings(series="product-store"))
    deployed.train()
    assert deployed.predict()["products"] == 3
    mean = {}
    for store in (None, "north", "SOUTH"):
        with reading(deployed.engine) as connection:
            told = asdict(read_forecast(connection, "tea", store=store))
        mean[told["store"]] = sum(day["mean"] for day in told["days"]) / 28
    assert mean["North"] == pytest.approx(2, rel=0.3)
    assert mean["South"] == pytest.approx(12, rel=0.2)
    assert mean[None] == pytest.approx(14, rel=0.2)
    with reading(deployed.engine) as connection:
        assert read_stats(connection)["forecasts"]["products"] == 1
        with pytest.raises(UnknownStore, match="North, South"):
            read_forecast(connection, "tea", store="West")
        selling = stores.search(connection, Page(sort="-units"), product="TEA")
        everywhere = stores.search(connection, Page(), text="o")
    assert [(store["name"], store["units_ahead"] > 0) for store in selling["stores"]] == [
        ("South", True),
        ("North", True),
    ]
    assert everywhere == {
        "total": 2,
        "stores": [{"name": "North", "units_ahead": None}, {"name": "South", "units_ahead": None}],
    }
    assert deployed.predict()["products"] == 3


def test_a_challenger_that_loses_is_rejected_and_any_model_can_come_back(deployed, tmp_path, monkeypatch):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    deployed.predict()
    deployed.ingest(make_workbook(tmp_path / "b.xlsx", days=20, products=("Oats",), seed=3))
    monkeypatch.setattr(selection, "choose", lambda backtest: {"all": {"zero": 1.0}})
    told = deployed.train("train-2")
    assert told["verdict"].startswith("Rejected")
    deployed.predict("predict-2")
    assert (forecast_of(deployed, "tea")["model_id"], forecast_of(deployed, "oats")["model_id"]) == (1, 1)
    listed = model_queries.list_models(Page())["models"]
    assert [(model["model_id"], model["is_champion"], model["verdict"]) for model in listed] == [
        (2, False, "rejected"),
        (1, True, "champion"),
    ]
    zero, tried = listed
    assert zero["wape"] == pytest.approx(1.0) and tried["wape"] < tried["wape_seasonal_naive"]
    with writing(deployed.engine) as connection:
        promotions.promote(connection, 2, clock.now(), "ann", "Promoted by hand.")
    deployed.predict("predict-3")
    assert forecast_of(deployed, "tea")["model_id"] == 2
    assert forecast_of(deployed, "tea")["days"][0]["mean"] == 0


def test_registering_a_challenger_again_gives_the_same_verdict(deployed, tmp_path):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    deployed.ingest(make_workbook(tmp_path / "b.xlsx", days=20, products=("Oats",), seed=3))
    assert deployed.train("train-2")["verdict"] == deployed.train("train-2")["verdict"] != "The first model."
    with reading(deployed.engine) as connection:
        assert promotions.champion(connection).id == 2


def test_less_than_one_whole_step_is_told(deployed, tmp_path, monkeypatch):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx", days=1))
    monkeypatch.setattr(training, "settings", lambda: Settings(frequency="month"))
    with pytest.raises(NothingToForecast, match="one whole month"):
        deployed.train()


def test_the_calendar_reaches_the_forecasts_and_unknown_products_are_named(deployed, tmp_path):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    entry = {"first_day": DAY, "last_day": DAY, "event": "Fair", "product": None, "unit_price": None}
    with writing(deployed.engine) as connection:
        calendar.replace(connection, [entry, entry | {"product": " TEA ", "event": "Sale"}])
        with pytest.raises(BadRequest, match="Teak"):
            calendar.replace(connection, [entry | {"product": "Teak"}])
        assert len(calendar.read(connection)) == 2
    deployed.train()
    deployed.predict()
    plan = json.loads(deployed.storage.read(plan_key("train-1", "plan.json")))
    assert plan["events"] == ["Sale"]
    assert plan["holidays"] == {DAY.isoformat(): "Fair"}
    assert len(forecast_of(deployed, "tea")["days"]) == 28


def test_a_product_that_is_listed_with_zero_units_is_forecast_by_like_products_and_says_so(
    deployed, tmp_path
):
    day = DAY - timedelta(days=1)
    listed = [
        (day, "Green Tea 500 g", 0, 2.5, "L1", "North", "P1"),
        (day, "Ladder", 0, 90.0, "L2", "North", "P1"),
        (day, "Tea Returned", -1, 2.5, "L3", "North", "P1"),
        (day, "Biscuits", 0, 2.5, "L4", "North", "P1"),
    ]
    products = ("Black Tea 500 g", "White Tea 500 g", "Milk", "Bread")
    deployed.ingest(make_workbook(tmp_path / "a.xlsx", products=products, bad=listed))
    deployed.train()
    deployed.predict()
    told = forecast_of(deployed, "Green Tea 500 g", 28)
    assert told["method"] == "like products" and "black tea 500 g" in told["reason"]
    assert 2 < np.mean([step["mean"] for step in told["days"]]) < 5
    assert all(step["q90"] > 2 * step["mean"] for step in told["days"])
    of_its_producer = forecast_of(deployed, "Biscuits", 28)
    assert of_its_producer["method"] == "like products" and "tea" in of_its_producer["reason"]
    with reading(deployed.engine) as connection:
        assert read_stats(connection)["forecasts"]["fell_back"] == 2
    for name in ("Ladder", "Tea Returned"):
        with pytest.raises(NotForecast, match="none were sold in a complete day"):
            forecast_of(deployed, name)
