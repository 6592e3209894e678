"""Schemathesis calls every operation of the OpenAPI with what it makes up: nothing may answer 5xx."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sessions import log_in

EXAMPLES = 2
CHECKS = "not_a_server_error,content_type_conformance,response_schema_conformance"
STARTS_RUNS = ("get_forecasts", "promote", "train")
"""A question for a horizon that nobody has asked for starts a run: as a stranger's page it starts none."""
TAKES_BACK = ("withdraw_upload",)
"""What other tests have uploaded stays; numbers that no upload has are in test_withdrawals."""


@pytest.fixture
def document(service, published, tmp_path):
    with log_in(service, "/foresail/api/v1") as http:
        (tmp_path / "openapi.json").write_text(http.get("/openapi.json").text)
        yield tmp_path / "openapi.json", http.headers["Authorization"]
        resume_all(http)


def resume_all(http):
    """Have no Dag stay paused: what other tests wait for would never come."""
    for each in http.get("/schedules").json()["schedules"]:
        if each["is_paused"]:
            wanted = {"cron": each["cron"], "timezone": each["timezone"] or "UTC", "is_paused": False}
            assert http.put(f"/schedules/{each['dag_id']}", json=wanted).status_code == 200


def run(service, document, *options):
    ended = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "run", document, "--url", f"{service.url}/foresail",
            "--checks", CHECKS, "--max-examples", str(EXAMPLES), "--phases", "fuzzing", "--seed", "7",
            "--request-timeout", "60", "--no-color", "--suppress-health-check", "all", *options,
        ],
        capture_output=True, text=True, check=False, cwd=document.parent,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-6000:]


def test_no_call_that_can_be_made_up_ends_in_an_error_of_the_server(service, document):
    document, authorization = document
    excluded = [part for name in (*STARTS_RUNS, *TAKES_BACK) for part in ("--exclude-operation-id", name)]
    run(service, document, "--header", f"Authorization: {authorization}", *excluded)


def test_no_question_for_forecasts_ends_in_an_error_of_the_server(service, document):
    document, authorization = document
    cookie = f"Cookie: _token={authorization.removeprefix('Bearer ')}"
    run(service, document, "--header", cookie, "--include-operation-id", "get_forecasts")
