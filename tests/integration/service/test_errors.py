"""Bad calls to a real api-server: the right status, one form of body, what to do, nothing half done."""

import contextlib
import socket

import httpx
import pytest
from foresail.client import Refused

from tests.factories import DAY, write_workbook


def refused(answer, status, code):
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert set(answer.json()) - {"details"} == {"code", "message", "hint", "id"}
    assert answer.json()["message"]
    assert answer.json()["hint"]
    for secret in ("Traceback", "/site-packages", "SELECT", "sqlite", "/tmp/"):
        assert secret not in answer.text
    return answer.json()


def send(http, data, name="a.xlsx", **fields):
    return http.post("/uploads", files={"file": (name, data)}, data=fields)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty-workbook"),
        (b"\x89PNG\r\n\x1a\n\x00", 415, "not-a-workbook"),
        (b"PK\x03\x04cut", 415, "not-a-workbook"),
        (b"<html></html>", 415, "not-a-workbook"),
        (b"Colour,Size\nred,1\n", 422, "unmapped-header"),
        (b"Date,Product,Quantity\n", 422, "no-usable-rows"),
        (b"Date,Product,Quantity\n03/04/2024,Tea,1\n", 422, "undecidable-dates"),
        (b"Date,Product,Quantity\nsoon,Tea,1\n", 422, "no-usable-rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_kept(http, data, status, code):
    before = http.get("/uploads?limit=1").json()["total"]
    refused(send(http, data), status, code)
    assert http.get("/uploads?limit=1").json()["total"] == before


def test_a_form_that_is_no_form_is_refused(http):
    refused(http.post("/uploads", data={"date_order": "x"}), 422, "bad-request")
    refused(http.post("/uploads", content=b"hello"), 422, "bad-request")
    refused(
        http.post("/uploads", files={"file": ("a", b"1")}, data={"date_order": "sideways"}),
        422,
        "bad-request",
    )
    broken = {"content-type": "multipart/form-data"}
    assert http.post("/uploads", content=b"x", headers=broken).status_code in (400, 422)


def test_a_length_over_the_limit_is_refused_before_the_body_comes(http, service):
    host, port = service.url.removeprefix("http://").split(":")
    head = (
        "POST /foresail/api/v1/uploads HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        f"Authorization: {http.headers['Authorization']}\r\nContent-Length: {10**12}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(head.encode())
        answer = ""
        while "}" not in answer and (part := connection.recv(65536)):
            answer += part.decode()
    assert " 413 " in answer.splitlines()[0]
    assert "upload-too-large" in answer


def test_a_body_over_the_limit_is_refused_even_without_a_length(http):
    def form():
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(300):
            yield bytes(1024**2)

    boundary = {"content-type": "multipart/form-data; boundary=x"}
    with contextlib.suppress(httpx.WriteError):  # the door may close while the body still comes
        refused(http.post("/uploads", content=form(), headers=boundary), 413, "upload-too-large")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/forecasts?product=Nothing", 404, "unknown-product"),
        ("/forecasts?sort=price", 422, "bad-request"),
        ("/forecasts?product=Tea&horizon=soon", 422, "bad-request"),
        ("/forecasts?product=Tea&horizon=0", 422, "horizon-out-of-range"),
        ("/forecasts?product=Tea&horizon=91", 422, "horizon-out-of-range"),
        ("/forecasts?product=Tea&horizon=99999999999999999999", 422, "horizon-out-of-range"),
        ("/uploads/999999", 404, "unknown-upload"),
        ("/uploads/abc", 422, "bad-request"),
        ("/uploads/99999999999999999999999", 404, "unknown-upload"),
        ("/uploads/-1/findings", 404, "unknown-upload"),
        ("/sales?product=Tea&since=2020-13-01", 422, "bad-request"),
        ("/sales?product=Tea&since=2026-03-01&until=2026-02-01", 422, "bad-request"),
        ("/products?limit=0", 422, "bad-request"),
        ("/schedules/foresail_ingest", 404, "not-found"),
        ("/nowhere", 404, "no-such-route"),
    ],
)
def test_a_wrong_question_says_what_to_do(http, published, path, status, code):
    refused(http.get(path), status, code)


def test_a_method_that_is_not_there_is_refused(http):
    refused(http.put("/stats"), 405, "method-not-allowed")


@pytest.mark.parametrize("email", ["", "x", "a@b.de\r\nBcc: c@d.de", "a@b.de,c@d.de"])
def test_an_address_that_is_none_is_refused(http, email):
    refused(http.post("/subscribers", json={"email": email}), 422, "address-refused")


def test_unknown_fields_and_subscribers_are_refused(http):
    refused(http.post("/subscribers", json={"email": "a@b.de", "x": 1}), 422, "bad-request")
    refused(http.delete("/subscribers/0000000000000000"), 404, "unknown-subscriber")
    refused(http.post("/subscribers", content=b"{"), 422, "bad-request")


def test_subscribers_come_and_go(http):
    added = http.post("/subscribers", json={"email": "zoe@example.com"})
    assert added.status_code == 201
    assert http.post("/subscribers", json={"email": "zoe@example.com"}).json() == added.json()
    listed = [row["email"] for row in http.get("/subscribers").json()["subscribers"]]
    assert "zoe@example.com" in listed
    assert http.delete(f"/subscribers/{added.json()['id']}").status_code == 204
    listed = [row["email"] for row in http.get("/subscribers").json()["subscribers"]]
    assert "zoe@example.com" not in listed


def test_the_api_documents_itself_behind_its_guard(http):
    told = http.get("/openapi.json").json()
    assert "/api/v1/forecasts" in told["paths"]
    assert http.get("/docs").status_code == 200


def test_the_client_turns_refusals_into_errors(client, tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(DAY,)], header=("Colour",))
    with pytest.raises(Refused) as error:
        client.upload(path)
    assert (error.value.status, error.value.code) == (422, "unmapped-header")
