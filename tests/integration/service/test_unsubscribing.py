"""The link in a mail unsubscribes its receiver without a login, and opens nothing else."""

import httpx
import pytest
from foresail.warehouse import signing_keys
from foresail.warehouse.connecting import open_warehouse, reading, sqlite_url
from foresail.warehouse.subscribers import UNSUBSCRIBE


@pytest.fixture
def sign(service):
    with reading(open_warehouse(sqlite_url(service.home / "foresail" / "warehouse.db"))) as connection:
        key = signing_keys.read(connection)
    return lambda identity: signing_keys.sign(key, UNSUBSCRIBE, identity)


def test_the_link_of_a_mail_unsubscribes_that_address_alone_once_its_button_is_pressed(service, client, sign):
    ann, bob = (client.subscribe(f"{name}@links.example.com")["id"] for name in ("ann", "bob"))
    api = f"{service.url}/foresail/api/v1/subscribers"

    def left():
        found = httpx.get(api, params={"limit": 1000}, headers=client._http.headers).json()["subscribers"]
        return {one["id"] for one in found if one["email"].endswith("@links.example.com")}

    opened = httpx.get(f"{api}/{ann}/unsubscribe", params={"signature": sign(ann)})
    assert (opened.status_code, "<form method" in opened.text, left()) == (200, True, {ann, bob})
    for signature in (sign(bob), "", "ü"):
        refused = httpx.post(f"{api}/{ann}/unsubscribe", params={"signature": signature})
        assert (refused.status_code, refused.json()["code"]) == (403, "link-invalid")
    elsewhere = httpx.delete(f"{api}/{ann}", params={"signature": sign(ann)})
    assert (elsewhere.status_code, left()) == (401, {ann, bob})
    for _ in range(2):
        one_click = {"List-Unsubscribe": "One-Click"}
        gone = httpx.post(f"{api}/{ann}/unsubscribe", params={"signature": sign(ann)}, data=one_click)
        assert (gone.status_code, left()) == (200, {bob})
    lines = httpx.get(f"{service.url}/foresail/api/v1/audit", headers=client._http.headers).json()["entries"]
    [line] = [line for line in lines if line["action"] == "unsubscribe"]
    assert (line["who"], line["subject"]) == ("the link in a mail", f"subscriber {ann}")
