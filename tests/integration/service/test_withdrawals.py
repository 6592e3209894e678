"""Sales sent again and taken back, at the endpoints of a real Airflow."""

from datetime import timedelta

import pytest
from foresail.trial.service import Service

from tests.factories import DAY, write_workbook
from tests.integration.service.test_workbooks import follow, follow_to_sales, send
from tests.sessions import log_in

HEADER = ("Date", "Product Name", "Quantity")


@pytest.fixture(scope="module")
def http(service: Service, published):
    """A planner's session, once the catalogue holds products."""
    assert published
    with log_in(service, "/foresail/api/v1") as http:
        yield http


def history(more=0):
    return [(DAY - timedelta(days=400 - n), "Tea", 4 + n % 3 + (more if n == 2 else 0)) for n in range(20)]


def units(http):
    days = {"since": f"{DAY - timedelta(days=400)}", "until": f"{DAY - timedelta(days=381)}"}
    told = http.get("/sales", params={"product": "Tea", **days}).json()
    return sum(day["quantity"] for day in told["days"])


def test_a_history_sent_again_replaces_itself_and_can_be_withdrawn_then_erased(http, tmp_path):
    first = write_workbook(tmp_path / "a.xlsx", history(), header=HEADER)
    first_id = send(http, first).json()["id"]
    follow_to_sales(http, first_id)
    before = units(http)

    second = write_workbook(tmp_path / "b.xlsx", history(more=5), header=HEADER)
    told = send(http, second, "/validations").json()["changes"]
    assert (told["lines_identical"], told["lines_changed"], told["lines_removed"]) == (19, 1, 0)
    assert (told["overlap"]["mode"], told["overlap"]["share_identical"]) == ("replace", 0.95)
    added = next(choice for choice in told["overlap"]["choices"] if choice["mode"] == "add")
    assert added["units_after"] == 2 * before + 5
    upload_id = send(http, second).json()["id"]
    stored = follow_to_sales(http, upload_id)
    assert (stored["rows_stored"], stored["mode_from"]) == (20, "rule")
    assert units(http) == before + 5

    preview = http.get(f"/uploads/{upload_id}/withdrawal").json()
    assert (preview["lines_removed"], preview["lines_returning"]) == (20, 20)
    assert sum(month["units_after"] - month["units_before"] for month in preview["months"]) == -5
    assert http.delete(f"/uploads/{upload_id}").status_code == 202
    gone = follow(http, upload_id, "withdrawn")
    assert (gone["withdrawn_by"], gone["rows_stored"]) == ("admin", 0)
    assert units(http) == before
    again = http.delete(f"/uploads/{upload_id}")
    assert (again.status_code, again.json()["code"]) == (409, "already-withdrawn")
    entry = http.get("/audit", params={"action": "withdraw"}).json()["entries"][0]
    assert (entry["who"], entry["subject"]) == ("admin", f"upload {upload_id}")

    assert gone["may_erase"]
    reason = {"reason": "It held the names of customers."}
    assert http.post(f"/uploads/{first_id}/erasure", json=reason).json()["code"] == "not-erasable"
    assert http.post(f"/uploads/{upload_id}/erasure", json={"reason": " "}).status_code == 422
    erased = http.post(f"/uploads/{upload_id}/erasure", json=reason)
    assert (erased.status_code, erased.json()["erased_by"], erased.json()["report"]) == (200, "admin", None)
    for path in ("findings", "workbook", "cells?sheet=Sales&cell=A1"):
        lost = http.get(f"/uploads/{upload_id}/{path}")
        assert (lost.status_code, lost.json()["code"]) == (410, "upload-erased"), path

    sent_anew = send(http, second).json()
    assert sent_anew["id"] > upload_id
    follow(http, sent_anew["id"], "published")
    assert units(http) == before + 5


def test_a_mode_that_does_not_exist_is_refused(http, tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", history(), header=HEADER)
    answer = send(http, path, mode="overwrite")
    assert (answer.status_code, answer.json()["hint"]) == (422, "Use replace, add, new-days.")
    answer = send(http, path, mode="add", covers="rows")
    assert answer.status_code == 422


def test_an_unknown_upload_cannot_be_withdrawn(http):
    assert http.delete("/uploads/999999").status_code == 404
    assert http.get("/uploads/999999/withdrawal").status_code == 404
