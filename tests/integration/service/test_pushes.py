"""Rows of sales pushed by programs, at the endpoints of a real Airflow."""

import json
from datetime import timedelta

import pytest

from tests.factories import DAY
from tests.integration.service.test_workbooks import follow, follow_to_sales
from tests.sessions import log_in


@pytest.fixture(scope="module")
def http(service, published):
    """A planner's session, once the catalogue holds products."""
    assert published
    with log_in(service, "/foresail/api/v1") as http:
        yield http


def rows(more=0):
    return [
        {"Date": str(DAY - timedelta(days=700 - n)), "Product Name": "Tea", "Quantity": 2 + more}
        for n in range(5)
    ]


def push(http, rows, kind="application/json", key=None, **params):
    headers = {"content-type": kind} | ({"idempotency-key": key} if key else {})
    content = rows if isinstance(rows, str | bytes) else json.dumps(rows)
    return http.post("/sales", content=content, headers=headers, params=params)


def test_pushed_rows_are_stored_and_a_key_makes_sending_them_again_one_call(http):
    answer = push(http, rows(), key="till-1")
    assert answer.status_code == 202, answer.text
    stored = follow_to_sales(http, answer.json()["id"])
    assert (stored["file_name"], stored["rows_stored"]) == ("pushed.json", 5)
    again = push(http, rows(), key="till-1")
    assert (again.status_code, again.json()["id"]) == (200, stored["id"])
    other = push(http, rows(more=1), key="till-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


def test_rows_of_the_same_days_replace_what_they_list(http):
    lines = "Date,Product Name,Quantity\n" + "".join(
        f"{row['Date']},{row['Product Name']},9\n" for row in rows()[:2]
    )
    answer = push(http, lines, "text/csv; charset=utf-8", mode="replace", covers="rows")
    stored = follow(http, answer.json()["id"], "published")
    assert (stored["mode"], stored["covers"], stored["mode_from"]) == ("replace", "rows", "given")
    days = {"since": rows()[0]["Date"], "until": rows()[4]["Date"]}
    told = http.get("/sales", params={"product": "Tea", **days}).json()
    assert [day["quantity"] for day in told["days"]] == [9, 9, 2, 2, 2]


def test_another_type_of_content_is_refused_and_says_what_to_send(http):
    answer = push(http, "<a/>", "application/xml")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-request")
    assert "text/csv" in answer.json()["hint"]


def test_rows_that_cannot_be_used_leave_nothing(http):
    before = http.get("/uploads?limit=1").json()["total"]
    assert push(http, [{"Date": "soon", "Product Name": "Tea", "Quantity": 1}]).status_code == 422
    assert push(http, "[1, 2]").status_code in (415, 422)
    assert http.get("/uploads?limit=1").json()["total"] == before
