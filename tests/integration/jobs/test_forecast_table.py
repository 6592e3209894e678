"""The table of all products, on SQLite and MariaDB: what its rows say, how they are found, what needs a person."""

from datetime import timedelta

import pytest
from foresail.actions.models import promote
from foresail.dag_ids import PREDICT, TRAIN
from foresail.errors import BadRequest
from foresail.paging import Page
from foresail.queries import forecast_table
from foresail.queries.attention import read_attention
from foresail.queries.forecast_table import Wanted, read_totals, search, with_likely
from foresail.warehouse import thinning
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.runs import get_published
from foresail.warehouse.tables import (
    daily_demand,
    forecast_summaries,
    forecast_totals,
    products,
    uploads,
)
from sqlalchemy import func, select, update

from tests.factories import DAY, write_workbook
from tests.integration.jobs.helpers import forecast_of, make_workbook


def find(text="", sort=None, limit=50, offset=0, **wanted):
    return search(Wanted(text, **wanted), None, Page(limit, offset, sort))


def names(found):
    return [row["name"] for row in found["products"]]


@pytest.fixture
def trained(deployed, tmp_path):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx", products=("Tea", "Milk", "Rye Bread")))
    deployed.train()
    deployed.predict()
    return deployed


def sold_of(deployed, product, days):
    held = daily_demand.c
    query = (
        select(func.sum(held.quantity))
        .join(products, products.c.id == held.product_id)
        .where(products.c.name == product, held.day > DAY - timedelta(days=days + 1), held.day < DAY)
    )
    with reading(deployed.engine) as connection:
        return connection.execute(query).scalar_one()


def test_a_row_says_of_a_product_what_its_forecast_and_its_sales_say(trained):
    found = find()
    assert (found["total"], found["steps"], found["frequency"]) == (3, 28, "day")
    assert names(found) == ["Milk", "Rye Bread", "Tea"]
    tea = found["products"][2]
    forecast = forecast_of(trained, "Tea")
    means = [day["mean"] for day in forecast["days"]]
    assert tea["units_next"] == pytest.approx(sum(means))
    assert tea["units_ahead"] == pytest.approx(sum(means[:7]))
    assert tea["sold_before"] == sold_of(trained, "Tea", 28)
    assert tea["volume"] == sold_of(trained, "Tea", 365)
    assert tea["trend"] == pytest.approx(sum(means) / tea["sold_before"] - 1)
    assert tea["wape"] == pytest.approx(forecast["wape"])
    assert tea["demand_class"] == forecast["demand_class"]
    assert tea["moved"] is None
    line = tea["recent"]
    assert (len(line["sold"]), len(line["forecast"])) == (26, 4)
    assert line["sold"][-1] == pytest.approx(sold_of(trained, "Tea", 7), abs=0.01)
    assert line["forecast"][0] == pytest.approx(sum(means[:7]), abs=0.01)


def test_rows_are_sorted_by_any_figure_with_what_is_not_known_last(trained):
    with writing(trained.engine) as connection:
        milk = select(products.c.id).where(products.c.name == "Milk").scalar_subquery()
        forecast_table._count_flags.cache_clear()
        of_milk = update(forecast_summaries).where(forecast_summaries.c.product_id == milk)
        connection.execute(of_milk.values(wape=None, trend=0.5, category="Dairy", bias=-0.3))
    assert names(find(sort="wape"))[-1] == names(find(sort="-wape"))[-1] == "Milk"
    assert names(find(sort="-trend"))[0] == "Milk"
    assert names(find(sort="-name", limit=1, offset=1)) == ["Rye Bread"]
    assert names(find(category="dairy")) == ["Milk"]
    assert names(find(flags=("biased",))) == ["Milk"]
    assert find()["flags"]["biased"] == 1
    assert find()["products"][0]["flags"] == ["biased"]
    assert names(find(demand_class="lumpy")) == []
    assert find(is_active=False)["total"] == 0
    with pytest.raises(BadRequest):
        find(sort="colour")


def test_a_text_finds_its_words_in_any_order_and_else_the_names_that_are_most_alike(trained):
    assert names(find("bread rye")) == ["Rye Bread"]
    assert (names(find("rey braed")), find("rey braed")["is_guessed"]) == (["Rye Bread"], True)
    assert find("zzzzzz")["total"] == 0
    likely = with_likely(Wanted("rey braed", flags=("biased",)), None)
    assert (likely.text, len(likely.product_ids), likely.flags) == ("", 1, ("biased",))
    assert with_likely(Wanted("tea"), None) == Wanted("tea")


def test_a_forecast_moved_by_what_it_says_now_less_what_the_run_before_said(trained, tmp_path):
    before = [day["mean"] for day in forecast_of(trained, "Tea")["days"]]
    rows = [
        (DAY + timedelta(days=number), name, 60, 2.5, f"N{number}-{name}", "North", "P1")
        for number in range(7)
        for name in ("Tea", "Milk", "Rye Bread")
    ]
    trained.ingest(write_workbook(tmp_path / "more.xlsx", rows))
    trained.train("train-2")
    trained.predict("predict-2")
    now = [day["mean"] for day in forecast_of(trained, "Tea")["days"]]
    tea = find("tea")["products"][0]
    assert tea["moved"] == pytest.approx(sum(now[:7]) - sum(before[7:14]))
    assert tea["moved"] > 0
    moved = [row["moved"] for row in find(sort="-moved_by")["products"]]
    assert [abs(units) for units in moved] == sorted(map(abs, moved), reverse=True)


def test_totals_are_the_sales_and_the_forecasts_of_all_products_by_week_and_month(trained):
    for by in ("week", "month"):
        found = read_totals(by)
        sold = sum(period["sold"] or 0 for period in found["periods"])
        forecast = sum(period["forecast"] or 0 for period in found["periods"])
        assert sold == sum(sold_of(trained, name, 365) for name in ("Tea", "Milk", "Rye Bread"))
        means = [
            day["mean"] for name in ("Tea", "Milk", "Rye Bread") for day in forecast_of(trained, name)["days"]
        ]
        assert forecast == pytest.approx(sum(means))
        assert all(period["day"].weekday() == 0 for period in found["periods"] if by == "week")
    assert read_totals("week")["periods"][-1]["sold"] is None


@pytest.mark.parametrize("days", [100, 400])
def test_totals_say_nothing_of_the_time_before_the_first_sale(deployed_small, tmp_path, days):
    rows = [(DAY - timedelta(days=ago), "Tea", 4, 2.5, f"T{ago}", "North", "P1") for ago in range(days)]
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed_small.train()
    deployed_small.predict()
    first = DAY - timedelta(days=days - 1)
    for by in ("week", "month"):
        periods = read_totals(by)["periods"]
        assert all(period["sold"] > 0 for period in periods if period["sold"] is not None)
        known = [period["day"] for period in periods if period["year_ago"] is not None]
        begun = [
            day - timedelta(weeks=52) if by == "week" else day.replace(year=day.year - 1) for day in known
        ]
        assert all(day >= first for day in begun)
        assert bool(known) == (days == 400)


def test_what_sums_a_run_up_goes_with_its_series(trained):
    with writing(trained.engine) as connection:
        run = get_published(connection).run_id
        assert thinning.delete_series(connection, run) == 3
        for table in (forecast_summaries, forecast_totals):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_what_needs_a_person_is_told_with_what_it_is_about(trained):
    assert [item["kind"] for item in read_attention(True)] == ["forecasts-stale"]
    with writing(trained.engine) as connection:
        connection.execute(update(uploads).values(products_waiting=2, unusual_waiting=1))
    waiting = [(item["kind"], item["count"]) for item in read_attention(True)[:2]]
    assert waiting == [("products-waiting", 2), ("quantities-waiting", 1)]
    assert [item["kind"] for item in read_attention(False)] == ["forecasts-stale"]


def test_stale_forecasts_lead_to_the_dag_that_makes_new_ones(trained, tmp_path):
    def find_dag():
        return read_attention(False)[0].get("dag_id")

    assert find_dag() is None
    trained.ingest(write_workbook(tmp_path / "b.xlsx", [(DAY, "Tea", 4, 2.5, "N1", "North", "P1")]))
    assert find_dag() == TRAIN
    trained.train("train-2")
    trained.predict("predict-2")
    assert find_dag() is None
    promote(1, "ann")
    assert find_dag() == PREDICT
