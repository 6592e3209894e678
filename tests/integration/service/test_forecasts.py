"""Forecasts of a real api-server: kept by ETag, by pages, and asked for where the cache does not reach."""

import time

import pytest

from tests.sessions import await_quiet

PATIENCE_SECONDS = 120


def count_announced(airflow, **source):
    """How often runs told others of new forecasts, which is what starts a mail."""
    return airflow.get("/assets/events", params=source).json()["total_entries"]


def test_what_has_not_changed_is_answered_304_without_a_body(http, published):
    first = http.get("/forecasts", params={"product": "tea"})
    assert (first.status_code, first.headers["cache-control"]) == (200, "private, no-cache")
    again = http.get(
        "/forecasts", params={"product": "tea"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = http.get("/forecasts", params={"product": "tea"}, headers={"If-None-Match": '"other"'})
    assert other.json() == first.json()


def test_all_products_come_by_pages_with_the_quantiles_that_are_asked_for(http, published):
    told = http.get("/forecasts?limit=2&horizon=3&quantiles=q10&quantiles=q90&sort=-product").json()
    assert told["total"] >= 3
    names = [item["product"] for item in told["forecasts"]]
    assert names == sorted(names, reverse=True)
    assert set(told["forecasts"][0]["days"][0]) == {"day", "mean", "q10", "q90"}
    beyond = http.get(f"/forecasts?limit=5&offset={told['total']}").json()
    assert beyond == {"total": told["total"], "forecasts": []}


def test_a_product_tells_what_each_method_missed_on_it(http, published):
    told = http.get("/forecasts/backtest", params={"product": "tea"})
    assert told.status_code == 200, told.text
    assert (told.json()["product"], told.json()["store"]) == ("Tea", None)
    assert {"chosen", "seasonal_naive", "zero"} <= {row["method"] for row in told.json()["methods"]}
    unknown = http.get("/forecasts/backtest", params={"product": "nobody's"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-product")


def test_the_stores_of_a_product_are_those_that_forecast_it(http, published):
    told = http.get("/stores", params={"product": "tea", "sort": "-units"}).json()
    assert {store["name"] for store in told["stores"]} == {"North", "South"}
    for store in told["stores"]:
        of_store = {"product": "tea", "store": store["name"], "horizon": 7}
        days = http.get("/forecasts", params=of_store).json()["forecasts"][0]["days"]
        assert sum(day["mean"] for day in days) == pytest.approx(store["units_ahead"])
    assert http.get("/stores", params={"search": "nor"}).json()["stores"] == [
        {"name": "North", "units_ahead": None}
    ]
    for wrong, status in (({"product": "nobody's"}, 404), ({"sort": "units"}, 422)):
        assert http.get("/stores", params=wrong).status_code == status


def test_a_longer_horizon_starts_one_run_for_those_products_and_mails_nobody(http, airflow, published):
    await_quiet(airflow)
    question = {"product": ["Tea", "Coffee"], "horizon": 45}
    first, second = (http.get("/forecasts", params=question) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202), first.text
    assert [item["status"] for item in first.json()["forecasts"]] == ["missing", "missing"]
    assert first.headers["location"] == second.headers["location"]
    [run], [again] = first.json()["runs"], second.json()["runs"]
    assert run["dag_run_id"] == again["dag_run_id"]
    assert {run["state"], again["state"]} <= {"queued", "running"}
    assert http.get("/stats").json()["may_forecast"] is True
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (told := http.get("/forecasts", params=question)).status_code == 202:
        assert time.monotonic() < deadline
        time.sleep(1)
    assert [len(item["days"]) for item in told.json()["forecasts"]] == [45, 45]
    assert len(http.get("/forecasts", params={"product": "Tea"}).json()["forecasts"][0]["days"]) == 28
    path = f"/dags/{run['dag_id']}/dagRuns/{run['dag_run_id']}"
    while (state := airflow.get(path).json()["state"]) not in ("success", "failed"):
        time.sleep(0.5)
    assert state == "success"
    states = {
        task["task_id"]: task["state"]
        for task in airflow.get(f"{path}/taskInstances").json()["task_instances"]
    }
    assert states["publish"] == "skipped"
    assert count_announced(airflow, source_dag_id=run["dag_id"]) > 0
    assert count_announced(airflow, source_dag_id=run["dag_id"], source_run_id=run["dag_run_id"]) == 0


def test_a_page_of_another_site_cannot_start_a_run_with_the_sessions_cookie(service, http, published):
    import httpx

    token = http.headers["Authorization"].removeprefix("Bearer ")
    with httpx.Client(base_url=f"{service.url}/foresail/api/v1", cookies={"_token": token}) as browser:
        asked = browser.get("/forecasts?product=Tea&horizon=60", headers={"Sec-Fetch-Site": "cross-site"})
        assert (asked.status_code, asked.json()["forecasts"][0]["status"]) == (200, "missing")
        body = {"email": "cross@example.com"}
        for headers in ({"Origin": "https://elsewhere.example"}, {}, {"Origin": "null"}):
            refused = browser.post("/subscribers", json=body, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (403, "cross-site")
        own = browser.post("/subscribers", json=body, headers={"Origin": service.url})
        assert own.status_code == 201, own.text
        deleted = browser.delete(
            f"/subscribers/{own.json()['id']}", headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert deleted.status_code == 204
