"""A model server asked over HTTP and through Vertex AI: it says what a run of foresail_predict would say."""

import dataclasses
import json

import httpx
import pytest
from foresail.actions.forecast_requests import answer_by_model_server
from foresail.errors import ModelServerUnavailable
from foresail.forecast_cache.lookup import Lookup
from foresail.forecast_cache.records import Question
from foresail.paging import Page
from foresail.serving import answering
from foresail.serving.app import make_app
from foresail.serving.making import Origin
from foresail.serving.model_server import HttpModelServer, make_question
from foresail.warehouse import forecast_cache, models
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import forecast_runs, forecast_series
from msgspec.structs import asdict

from tests.factories import DAY
from tests.integration.jobs.helpers import forecast_of
from tests.integration.serving.conftest import TOKEN, serving
from tests.integration.serving.vertex import Vertex


def look_up(deployed, *products, horizon):
    with reading(deployed.engine) as connection:
        lookup = Lookup(forecast_cache.read_state(connection), Question(products, horizon=horizon), DAY)
        lookup.find(connection, Page())
        return [asdict(item) for batch in lookup.batches for item in lookup.read(connection, batch)]


def origin_of(deployed):
    with reading(deployed.engine) as connection:
        model = models.latest(connection)
        return Origin.of(model, model)


def ask(url, question, token=TOKEN):
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{url}/predict", content=question, headers=headers, timeout=60)


def test_it_says_what_the_run_says_as_far_as_that_reaches(trained, model_server):
    server = HttpModelServer(f"{model_server}/predict", TOKEN)
    rows = server.forecast(origin_of(trained), {"tea": 1, "milk": 2, "bread": 3}, 28)
    told = trained.dump(forecast_series)["forecast_series"]
    columns = [column.name for column in forecast_series.c]
    of_run = {row[columns.index("product_id")]: dict(zip(columns, row, strict=True)) for row in told}
    # A leaderboard is read of what is published alone, and would fill a third of an answer.
    assert all(row.pop("backtest") for row in of_run.values())
    assert {row["product_id"]: {"run_id": 1, **row} for row in rows} == of_run


def test_what_it_answered_is_cached_and_covers_the_question_from_then_on(trained, model_server):
    before = [day["mean"] for day in forecast_of(trained, "Tea")["days"]]
    assert [item["status"] for item in look_up(trained, "Tea", horizon=90)] == ["missing"]
    server = HttpModelServer(f"{model_server}/predict", TOKEN)
    for _ in range(2):
        answering.answer(trained.engine, server, 1, 90, ["Tea", "nobody sells this"])
    [item] = look_up(trained, "Tea", horizon=90)
    assert (item["status"], len(item["days"]), item["model_id"]) == ("fresh", 90, 1)
    assert [day["mean"] for day in item["days"]][:28] == before
    assert [day["mean"] for day in forecast_of(trained, "Tea")["days"]] == before
    assert len(trained.dump(forecast_runs)["forecast_runs"]) == 2


def test_vertex_ai_is_asked_with_a_token_that_google_gave(trained, monkeypatch):
    with serving(make_app(trained.storage, None, "/predict", "/health")) as container:
        vertex = Vertex(container)
        with serving(vertex.app) as url:
            monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_MODEL_SERVER", vertex.connection(url))
            answer_by_model_server(1, 60, ["Milk"])
    [item] = look_up(trained, "Milk", horizon=60)
    assert (item["status"], len(item["days"])) == ("fresh", 60)


@pytest.mark.parametrize(
    "connection",
    [
        "http://:secret-secret-secret@127.0.0.1:9",
        json.dumps({"conn_type": "google_cloud_platform", "extra": {"keyfile_dict": "{no key"}}),
        json.dumps(
            {"conn_type": "google_cloud_platform", "extra": {"is_anonymous": True, "endpoint": "../x"}}
        ),
    ],
)
def test_a_server_that_is_away_or_set_wrongly_is_one_error_that_holds_no_secret(
    trained, monkeypatch, connection
):
    monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_MODEL_SERVER", connection)
    with pytest.raises(ModelServerUnavailable) as told:
        answer_by_model_server(1, 60, ["Milk"])
    assert "secret" not in str(told.value) and "{no key" not in str(told.value)


@pytest.mark.parametrize("token", ["-", "another token", "a token of the testsx", "ä"])
def test_nobody_is_answered_without_the_token(trained, model_server, token):
    answer = httpx.post(f"{model_server}/predict", headers={"Authorization": f"Bearer {token}".encode()})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not-allowed")
    assert httpx.get(f"{model_server}/health").status_code == 200


def spoilt(change):
    def of(question):
        change(question)
        return json.dumps(question).encode()

    return of


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        (lambda question: b"{", 422),
        (lambda question: b"[" * 100_000, 422),
        (lambda question: b"\xff", 422),
        (lambda question: b" " * 2_000_000, 422),
        (spoilt(lambda question: question["parameters"].update(horizon=91)), 422),
        (spoilt(lambda question: question["parameters"].update(horizon=1e300)), 422),
        (spoilt(lambda question: question["parameters"].update(snapshot_key="snapshots/../../etc")), 422),
        (spoilt(lambda question: question["parameters"].update(model_sha256="0")), 422),
        (spoilt(lambda question: question.update(instances=[])), 422),
        (spoilt(lambda question: question.update(instances=question["instances"] * 101)), 422),
        (spoilt(lambda question: question["parameters"].update(snapshot_key="snapshots/9")), 404),
        (spoilt(lambda question: question["parameters"].update(model_id=10**18)), 404),
        (spoilt(lambda question: question["parameters"].update(planned_by="../..")), 404),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_what_is_wrong(trained, model_server, spoil, status):
    question = json.loads(make_question(origin_of(trained), {"tea": 1}, 28))
    answer = ask(model_server, spoil(question))
    assert answer.status_code == status, answer.text
    assert "/tmp" not in answer.text and "Traceback" not in answer.text


def test_a_model_that_was_changed_in_the_storage_forecasts_nothing(trained, model_server):
    question = json.loads(make_question(origin_of(trained), {"tea": 1}, 28))
    question["parameters"]["model_sha256"] = "0" * 64
    answer = ask(model_server, json.dumps(question))
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "artifact-damaged")


class Liar:
    """A server that answers what it should not."""

    def __init__(self, storage, change):
        self._storage, self._change = storage, change

    def forecast(self, origin, products, horizon):
        from foresail.serving.app import answer
        from foresail.serving.protocol import Parameters, Product
        from foresail.serving.protocol import Question as Asked

        asked = [Product(number, key) for key, number in products.items()]
        [row] = answer(self._storage, Asked(asked, Parameters(horizon, **dataclasses.asdict(origin))))
        return [{**row, **self._change(row)}]


@pytest.mark.parametrize(
    "change",
    [
        lambda row: {"product_id": 999},
        lambda row: {"steps": row["steps"][:-8]},
        lambda row: {"steps": b"\x00\x00\x00\x00\x00\x00\xf8\x7f" + row["steps"][8:]},
        lambda row: {"steps": b"\x00\x00\x00\x00\x00\x00\xf0\xbf" + row["steps"][8:]},
    ],
)
def test_an_answer_that_no_cache_may_hold_is_not_written(trained, change):
    with pytest.raises(ModelServerUnavailable):
        answering.answer(trained.engine, Liar(trained.storage, change), 1, 60, ["Tea"])
    assert [item["status"] for item in look_up(trained, "Tea", horizon=60)] == ["missing"]
