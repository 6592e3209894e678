"""The cache's answers on SQLite and MariaDB: fresh, stale, missing, further than published, and what came true."""

from datetime import date, timedelta

import pytest
from airflow.sdk.exceptions import AirflowSkipException
from foresail.errors import BadRequest, HorizonOutOfRange, NotForecast, UnknownProduct
from foresail.forecast_cache.lookup import Lookup
from foresail.forecast_cache.records import Question
from foresail.jobs import monitoring, predicting
from foresail.paging import Page
from foresail.queries.backtests import read_backtest
from foresail.queries.monitoring import read_monitoring, read_scores
from foresail.warehouse import runs, sold
from foresail.warehouse.connecting import reading
from foresail.warehouse.forecast_cache import read_state
from foresail.warehouse.products import search
from foresail.warehouse.runs import get_published
from foresail.warehouse.tables import forecast_series, forecast_summaries, forecast_totals
from msgspec.structs import asdict
from sqlalchemy import update

from tests.factories import DAY, write_workbook
from tests.integration.jobs.helpers import make_workbook


def ask(deployed, *products, page=None, today=DAY, **question):
    with reading(deployed.engine) as connection:
        lookup = Lookup(read_state(connection), Question(products, **question), today)
        lookup.find(connection, page or Page())
        return lookup, [asdict(item) for batch in lookup.batches for item in lookup.read(connection, batch)]


def publish(deployed, tmp_path):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    deployed.predict()
    return deployed


@pytest.fixture
def trained(deployed, tmp_path):
    return publish(deployed, tmp_path)


@pytest.fixture
def trained_small(deployed_small, tmp_path):
    return publish(deployed_small, tmp_path)


def test_all_products_come_by_pages_and_named_ones_in_the_order_asked(trained):
    lookup, items = ask(trained, page=Page(2, 0))
    assert (lookup.total, len(items)) == (3, 2)
    _, rest = ask(trained, page=Page(2, 2))
    names = [item["product"] for item in items + rest]
    assert names == sorted(names, key=str.lower)
    _, named = ask(trained, names[2].upper(), "nobody's", names[0], horizon=3, quantiles=("q10", "q90"))
    assert [item["status"] for item in named] == ["fresh", "missing", "fresh"]
    assert [set(day) for day in named[0]["days"]] == [{"day", "mean", "q10", "q90"}] * 3
    assert [set(day) for day in ask(trained, names[0], quantiles=())[1][0]["days"]] == [{"day", "mean"}] * 28
    assert "nobody's" in named[1]["status_reason"]
    with pytest.raises(UnknownProduct):
        ask(trained, "nobody's")
    with pytest.raises(HorizonOutOfRange):
        ask(trained, names[0], horizon=91)


def test_what_a_run_says_of_a_series_comes_back_as_it_was_written(trained_small):
    said = "Tea \"\u00c4\U0001f375\"\\n\ttook 'SES'\n\x01; 0.1 + 0.2"
    told = {
        "reason": said,
        "fell_back": True,
        "intended": None,
        "wape": 1 / 3,
        "bias": -2e-17,
        "rmsse": 1e300,
    }
    with trained_small.engine.begin() as connection:
        connection.execute(update(forecast_series).values(told))
    _, [tea] = ask(trained_small, "tea", horizon=1)
    assert {name: tea[name] for name in told} == {**told, "wape": pytest.approx(1 / 3, rel=1e-14)}


def leaderboard(deployed, *asked):
    return read_backtest(*asked)


def test_a_product_has_a_leaderboard_of_its_own(trained):
    told = leaderboard(trained, "TEA")
    _, [tea] = ask(trained, "tea")
    assert {told[name] == tea[name] for name in ("run_id", "model_id", "method", "reason")} == {True}
    chosen, *methods = told["methods"]
    assert chosen["method"] == "chosen"
    assert chosen["wape"] == pytest.approx(tea["wape"], rel=1e-3)
    assert 0 <= chosen["coverage_80"] <= chosen["coverage_95"] <= 1
    errors = [row["wape"] for row in methods]
    assert errors == sorted(errors)
    naive = next(row for row in methods if row["method"] == "seasonal_naive")
    assert naive["wape"] == pytest.approx(tea["wape_seasonal_naive"], rel=1e-3)
    assert "coverage_80" not in naive


def test_what_has_no_forecast_or_was_not_backtested_has_no_leaderboard(trained_small):
    with pytest.raises(UnknownProduct):
        leaderboard(trained_small, "nobody's")
    with pytest.raises(NotForecast):
        leaderboard(trained_small, "Tea", "North")
    with trained_small.engine.begin() as connection:
        connection.execute(update(forecast_series).values(backtest=None))
    assert leaderboard(trained_small, "tea")["methods"] == []


def test_a_forecast_is_stale_once_sales_were_stored_or_its_last_step_has_passed(trained_small, tmp_path):
    _, [item] = ask(trained_small, "tea", today=DAY + timedelta(days=28))
    assert item["status"] == "stale"
    assert "is in the past" in item["status_reason"]
    rows = [(DAY, "Tea", 4, 2.5, "N1", "North", "P1"), (DAY, "Elderflower", 4, 2.5, "N2", "North", "P1")]
    trained_small.ingest(write_workbook(tmp_path / "b.xlsx", rows))
    lookup, [tea, new] = ask(trained_small, "tea", "elderflower")
    assert (tea["status"], new["status"], new["days"]) == ("stale", "missing", [])
    assert "Sales were stored after this forecast was made" in tea["status_reason"]
    assert lookup.missing == ("Elderflower",)


def test_a_longer_horizon_is_answered_by_a_run_of_its_own_that_is_not_published(trained, monkeypatch):
    lookup, [tea] = ask(trained, "tea", horizon=60)
    assert (tea["status"], lookup.missing) == ("missing", ("Tea",))
    shards = predicting.plan("requested-1", 60, ["tea"])
    counts = [predicting.forecast(shard) for shard in shards]
    with reading(trained.engine) as connection:
        published = get_published(connection).run_id
    with pytest.raises(AirflowSkipException):
        predicting.publish("requested-1", counts)
    with reading(trained.engine) as connection:
        assert get_published(connection).run_id == published
    lookup, [tea, _] = ask(trained, "tea", "milk", horizon=60)
    assert (tea["status"], len(tea["days"]), lookup.missing) == ("fresh", 60, ("Milk",))
    _, [short] = ask(trained, "tea")
    assert short["run_id"] == published
    assert [day["mean"] for day in tea["days"][:28]] == [day["mean"] for day in short["days"]]
    trained.predict("again")
    assert ask(trained, "tea", horizon=60)[1][0]["status"] == "fresh"
    trained.train("other")
    trained.predict("other")
    assert ask(trained, "tea", horizon=60)[1][0]["status"] == "missing"
    held = [row[0] for row in trained.dump(forecast_series)["forecast_series"]]
    assert shards[0]["run_id"] in held
    monkeypatch.setattr(predicting, "ANSWERS_KEPT", timedelta(0))
    trained.predict("an-hour-later")
    held = [row[0] for row in trained.dump(forecast_series)["forecast_series"]]
    assert shards[0]["run_id"] not in held


def test_of_a_run_on_request_for_all_products_nothing_is_left_once_it_answers_nothing(
    trained_small, monkeypatch
):
    tables = (forecast_series, forecast_summaries, forecast_totals)
    asked = [predicting.forecast(shard) for shard in predicting.plan("requested-all", 60)]
    with pytest.raises(AirflowSkipException):
        predicting.publish("requested-all", asked)
    with reading(trained_small.engine) as connection:
        number = runs.of_dag_run(connection, "requested-all").run_id
    trained_small.train("other")
    monkeypatch.setattr(predicting, "ANSWERS_KEPT", timedelta(0))
    trained_small.predict("other")
    left = trained_small.dump(*tables)
    assert [name for name, rows in left.items() if number in {row[0] for row in rows}] == []


def monitored(**asked):
    told = read_monitoring(**asked)
    return {**told, "periods": [vars(period) for period in told["periods"]], "drift": vars(told["drift"])}


def test_past_forecasts_are_measured_on_what_was_sold_and_measuring_again_changes_nothing(trained, tmp_path):
    nothing = monitored()
    assert (nothing["periods"], nothing["drift"]["status"]) == ([], "unknown")
    assert monitoring.measure() == {"runs": 1, "steps": 0, "scored": 0}
    _, [tea] = ask(trained, "tea")
    days = [DAY + timedelta(days=number) for number in range(10)]
    rows = [(day, "Tea", 5, 2.5, f"L{day}", "North", "P1") for day in days]
    trained.ingest(write_workbook(tmp_path / "b.xlsx", rows))
    assert monitoring.measure() == {"runs": 1, "steps": 10, "scored": 10}
    assert monitoring.measure() == {"runs": 1, "steps": 10, "scored": 0}
    told, months = monitored(), monitored(by="month")
    assert [period["day"] for period in told["periods"]] == days
    assert {period["sold"] for period in told["periods"]} == {5.0}
    assert {period["products"] for period in told["periods"]} == {3}
    assert months["periods"][0]["sold"] == 50
    assert told["periods"][0]["forecast"] > tea["days"][0]["mean"]
    assert told["drift"]["status"] in ("steady", "drifting")


def test_what_became_of_each_product_adds_up_to_what_became_of_all(trained, tmp_path):
    days = [DAY + timedelta(days=number) for number in range(10)]
    rows = [(day, "Tea", 2, 2.5, f"L{day}{line}", "North", "P1") for day in days for line in range(3)]
    trained.ingest(write_workbook(tmp_path / "b.xlsx", rows))
    monitoring.measure()
    names = [item["product"] for item in ask(trained)[1]]
    whole = monitored(since=days[1])["periods"]
    parts = [monitored(since=days[1], product=name) for name in names]
    with pytest.raises(UnknownProduct):
        monitored(product="nobody's")
    assert len(whole) == 9
    assert [part["product"] for part in parts] == names
    for number, period in enumerate(whole):
        each = [part["periods"][number] for part in parts]
        assert sum(one["sold"] for one in each) == period["sold"] == 6
        for figure in ("forecast", "coverage_80", "coverage_95"):
            share = 1 if figure == "forecast" else len(names)
            assert sum(one[figure] for one in each) == pytest.approx(period[figure] * share)
        assert {run for one in each for run in one["runs"]} == set(period["runs"])
    tea = parts[names.index("Tea")]
    median = next(day["q50"] for day in ask(trained, "tea")[1][0]["days"] if day["day"] == days[1])
    assert tea["periods"][0]["wape"] == pytest.approx(abs(median - 6) / 6)
    assert tea["drift"]["wape_backtest"] == pytest.approx(ask(trained, "tea")[1][0]["wape"])


def test_scores_tell_seasonal_naive_as_it_was_known_then_by_class_and_of_one_product(trained, tmp_path):
    with reading(trained.engine) as connection:
        newest = read_state(connection).run.as_of
        week = newest - timedelta(days=6), newest
        history = sold.read_sales(connection, sold.Wanted("Tea"), *week)["days"]
    days = [DAY + timedelta(days=number) for number in range(10)]
    rows = [(day, "Tea", 4, 2.5, f"L{day}", "North", "P1") for day in days]
    trained.ingest(write_workbook(tmp_path / "b.xlsx", rows))
    monitoring.measure()
    [tea] = read_scores("run", product="Tea")["scores"]
    missed = [abs(history[number % 7]["quantity"] - 4) for number in range(10)]
    assert tea.wape_seasonal_naive == pytest.approx(sum(missed) / 40)
    assert tea.skill == pytest.approx(1 - tea.wape / tea.wape_seasonal_naive)
    assert min(tea.pinball, tea.mase) > 0
    [whole], classes = read_scores("run")["scores"], read_scores("class")["scores"]
    assert sum(one.sold for one in classes) == whole.sold == 40
    first = read_scores("lead", within={"class": classes[0].name.upper(), "store": None})["scores"]
    assert [score.number for score in first] == [1, 7]
    with pytest.raises(BadRequest, match="one product, class, category or store"):
        read_scores("class", product="Tea")


def test_products_are_found_by_class_and_by_whether_they_are_sold(trained_small):
    with reading(trained_small.engine) as connection:
        everything = search(connection, Page(sort="-units"))
        none = search(connection, Page(), is_active=False)
        smooth = search(connection, Page(), demand_class=everything["products"][0]["demand_class"])
    units = [row["units_ahead"] for row in everything["products"]]
    assert units == sorted(units, reverse=True)
    assert none["total"] == 0
    assert everything["products"][0]["name"] in {row["name"] for row in smooth["products"]}
    assert everything["products"][0]["is_active"]


def test_the_same_key_with_the_same_file_is_one_upload_and_with_another_is_refused(deployed, tmp_path):
    from foresail.warehouse.idempotency import KeyReused

    rows = [(date(2026, 3, 2), "Tea", 4, 2.5, "K1", "North", "P1")]
    path = write_workbook(tmp_path / "k.xlsx", rows)
    first = deployed.accept(path, key="one")
    assert deployed.accept(path, key="one") == first
    other = write_workbook(tmp_path / "l.xlsx", [(*rows[0][:2], 5, *rows[0][3:])])
    with pytest.raises(KeyReused):
        deployed.accept(other, key="one")
    assert deployed.accept(other, who="ann", key="one") != first


def test_products_without_a_forecast_come_by_name_however_units_are_sorted(deployed_small, tmp_path):
    deployed_small.ingest(make_workbook(tmp_path / "a.xlsx", days=5))
    with reading(deployed_small.engine) as connection:
        found = [search(connection, Page(sort=sort))["products"] for sort in ("units", "-units")]
    assert [[row["name"] for row in rows] for rows in found] == [["Bread", "Milk", "Tea"]] * 2
