"""The API as other systems use it: lists, writes and their audit, hostile JSON, its documents and its limits."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

PROJECT = Path(__file__).parents[3]
PATIENCE_SECONDS = 120


def test_uploads_are_listed_newest_first_and_filtered(http, published):
    told = http.get("/uploads", params={"search": "SALES", "status": "published"}).json()
    assert published.upload["id"] in [row["id"] for row in told["uploads"]]
    assert http.get("/uploads?who=nobody").json() == {"total": 0, "uploads": []}
    numbers = [row["id"] for row in http.get("/uploads").json()["uploads"]]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize(
    "path", ["uploads", "aliases", "mappings", "products", "models", "subscribers", "audit", "forecasts"]
)
def test_every_list_pages_and_sorts_the_same_way_and_names_the_fields_it_can_sort_by(http, published, path):
    assert len(http.get(f"/{path}?limit=1").json()) == 2
    for wrong in ("limit=0", "limit=1001", "offset=-1", "offset=99999999999999"):
        assert http.get(f"/{path}?{wrong}").status_code == 422, wrong
    refused = http.get(f"/{path}?sort=-colour")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-request")
    field = re.search(r"Use (\w+)", refused.json()["hint"]).group(1)
    assert http.get(f"/{path}?sort=-{field}").status_code == 200


def test_a_schedule_is_previewed_set_undone_and_its_history_tells_who(http, published):
    tried = http.post("/schedules/preview", json={"cron": "0 5 * * 1", "timezone": "Europe/Berlin"}).json()
    assert len(tried["next_runs"]) == 5
    path = "/schedules/foresail_monitor"
    assert http.get(path).json()["cron"] is None
    assert http.post(f"{path}/undo").json()["code"] == "nothing-to-undo"
    assert http.put(path, json={"cron": "0 5 * * 1"}).json()["cron"] == "0 5 * * 1"
    assert http.put(path, json={"cron": "0 6 * * 1"}).json()["cron"] == "0 6 * * 1"
    assert http.post(f"{path}/undo").json()["cron"] == "0 5 * * 1"
    assert http.put(path, json={"cron": None}).json()["cron"] is None
    edits = http.get(f"{path}/history").json()["edits"]
    assert [edit["after"] and edit["after"]["cron"] for edit in edits] == [
        None, "0 5 * * 1", "0 6 * * 1", "0 5 * * 1",
    ]  # fmt: skip
    assert {edit["who"] for edit in edits} == {"admin"}
    told = {row["dag_id"] for row in http.get("/schedules").json()["schedules"]}
    assert told == {"foresail_train", "foresail_predict", "foresail_monitor"}


def test_a_subscriber_changes_address_and_the_log_keeps_ids_and_no_address(http, published):
    first = http.post("/subscribers", json={"email": "old@example.com"}).json()
    changed = http.put(f"/subscribers/{first['id']}", json={"email": "new@example.com"}).json()
    assert changed["email"] == "new@example.com"
    addresses = [one["email"] for one in http.get("/subscribers?limit=1000").json()["subscribers"]]
    assert "new@example.com" in addresses and "old@example.com" not in addresses
    http.delete(f"/subscribers/{changed['id']}")
    entries = http.get("/audit?limit=3").json()["entries"]
    assert [entry["action"] for entry in entries] == [
        "remove subscriber",
        "change subscriber",
        "add subscriber",
    ]
    assert (entries[1]["before"]["id"], entries[1]["after"]["id"]) == (first["id"], changed["id"])
    assert "example.com" not in json.dumps(entries)
    assert http.get("/audit?who=nobody").json()["total"] == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": "a@example.com", "email": "b@example.com"}',
        b'{"email": NaN}',
        b'{"email": "\\ud800@example.com"}',
        b'{"email": "\xff"}',
        b"[" * 100_000,
        b'{"email": ' + b"[" * 50 + b"]" * 50 + b"}",
        b'{"email": ' + b"9" * 10_000 + b"}",
        b"{",
    ],
)
def test_json_that_reads_in_two_ways_or_none_is_refused(http, body):
    answer = http.post("/subscribers", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-request"), answer.text


def test_a_body_larger_than_any_call_needs_is_refused_and_a_strangers_is_not_read(http, service):
    headers = {"Content-Type": "application/json"}
    large = b'{"entries": [' + b" " * 17 * 1024**2 + b"]}"
    assert http.put("/calendar", content=large, headers=headers).status_code == 413
    answer = httpx.put(f"{service.url}/foresail/api/v1/calendar", content=b"{", headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/uploads/1' OR '1'='1",
        "/forecasts?product=Tea';DROP TABLE sales;--",
        "/products?search=%25' UNION SELECT 1--",
        "/schedules/..%2f..%2fetc%2fpasswd",
        "/subscribers/..%2f..%2fwarehouse.db",
        "/products?search=%00%ff%fe",
        "/docs/..%2f..%2fapp.py",
        "/audit?subject=%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_hostile_texts_are_looked_for_or_refused_and_never_more(http, published, path):
    answer = http.get(path)
    assert answer.status_code in (200, 404, 405, 422), answer.text
    assert "set-cookie" not in {name.lower() for name in answer.headers}
    assert http.get("/stats").json()["data"]["products"] >= 3


def test_an_errors_id_finds_it_in_the_servers_log(http, service):
    number = http.get("/forecasts?product=nothing-of-this-name").json()["id"]
    deadline = time.monotonic() + 10  # Airflow's parts hand their lines on as they find time
    while number not in (service.home / "airflow.log").read_text(errors="replace"):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_generated_client_works(http, service, published, tmp_path):
    document = tmp_path / "openapi.json"
    document.write_text(http.get("/openapi.json").text)
    tool = Path(sys.executable).with_name("openapi-python-client")
    made = subprocess.run(
        [tool, "generate", "--path", document, "--meta", "none", "--output-path", tmp_path / "made_client"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Warning" not in made.stdout, made.stdout
    token = http.headers["Authorization"].removeprefix("Bearer ")
    program = f"""
from made_client import AuthenticatedClient
from made_client.api.forecasts import get_forecasts
from made_client.api.products import list_products
from made_client.api.stats import get_stats
client = AuthenticatedClient(base_url="{service.url}/foresail", token="{token}")
assert get_stats.sync(client=client).data.products >= 3
assert list_products.sync(client=client, limit=2).total >= 3
told = get_forecasts.sync(client=client, product=["Tea"], horizon=2)
assert len(told.forecasts[0].days) == 2 and told.forecasts[0].days[0].mean > 0
"""
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)


def test_every_curl_line_of_the_docs_runs(service, http, published, tmp_path):
    (tmp_path / "sales.csv").write_text("InvoiceDate,Product,Quantity\n2026-03-02,Tea,3\n")
    lines = re.findall(r"```sh\n(.*?)```", (PROJECT / "docs" / "api.md").read_text(), re.S)
    assert len(lines) >= 12
    environment = {
        "AIRFLOW": service.url,
        "USER": "admin",
        "PASSWORD": service.password(),
        "PATH": "/usr/bin:/bin",
    }
    script = "set -euo pipefail\n" + "\n".join(lines)
    ended = subprocess.run(
        ["bash", "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout[-2000:]
    assert (tmp_path / "forecasts.xlsx").read_bytes()[:2] == b"PK"
    deadline = (
        time.monotonic() + PATIENCE_SECONDS
    )  # what it uploaded must not be stored in the midst of another test
    while http.get("/uploads?search=sales.csv").json()["uploads"][0]["status"] == "received":
        assert time.monotonic() < deadline
        time.sleep(1)
