"""The route of exports: what it sends, and that it leaves nothing behind."""

from pathlib import Path

import pytest
from foresail.airflow import connections
from foresail.exporting import making, rows
from foresail.quantiles import NAMES

from tests.bench.catalogue import AS_OF, fill, name_of

COUNT, HORIZON = 5, 30


@pytest.fixture
def small(sqlite):
    """A published run on SQLite."""
    fill(sqlite, COUNT, HORIZON)
    return sqlite


@pytest.fixture
def web(small, monkeypatch, tmp_path):
    """The route alone, its guard open; what it leaves in the folder for temporary files can be seen."""
    from fastapi import FastAPI, Request
    from fastapi.testclient import TestClient

    monkeypatch.syspath_prepend(str(Path(__file__).parents[3] / "plugins"))
    from foresail_web import errors
    from foresail_web.access import permissions
    from foresail_web.routes import exports

    async def opens(_door, request: Request):
        request.state.caller = None

    monkeypatch.setattr(permissions.Door, "__call__", opens)
    monkeypatch.setattr(connections, "warehouse", lambda: small)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    app = FastAPI()
    errors.register(app)
    app.include_router(exports.router)
    with TestClient(app, "http://testserver/api/v1") as client:
        client.scratch = scratch
        yield client


@pytest.mark.parametrize(
    ("kind", "media", "starts"),
    [
        ("xlsx", "spreadsheetml.sheet", b"PK"),
        ("csv", "text/csv", b"product,"),
        ("parquet", "parquet", b"PAR1"),
    ],
)
def test_the_route_sends_a_file_to_be_saved_and_leaves_none_behind(web, kind, media, starts):
    asked = {"format": kind, "product": [name_of(1), "Nobody"], "quantiles": ["q10", "q90"]}
    answer = web.get("/forecasts/export", params=asked)
    assert answer.status_code == 200, answer.text
    assert media in answer.headers["content-type"]
    assert f'"foresail-forecasts-{AS_OF}.{kind}"' in answer.headers["content-disposition"]
    assert answer.headers["x-foresail-missing"] == "1"
    assert answer.content.startswith(starts)
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert not list(web.scratch.iterdir())


def test_the_route_tells_every_quantile_where_none_is_named(web):
    header, *_ = web.get("/forecasts/export", params={"format": "csv"}).text.splitlines()
    assert header.split(",") == list(rows.columns(NAMES))


def test_the_route_refuses_in_the_one_body_of_errors_and_leaves_nothing(web, monkeypatch):
    assert web.get("/forecasts/export", params={"format": "pdf"}).status_code == 422
    unknown = web.get("/forecasts/export", params={"product": "Nobody"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-product")
    monkeypatch.setattr(making, "SHEET_ROWS_MAX", 1)
    too_many = web.get("/forecasts/export")
    assert (too_many.status_code, too_many.json()["code"]) == (422, "bad-request")
    assert not list(web.scratch.iterdir())
