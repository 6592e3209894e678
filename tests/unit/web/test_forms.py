"""What a form may be like: its texts are UTF-8, whatever else a reader of forms would decode."""

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from tests.unit.test_docs import PROJECT

FORM = b'--x\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n%s\r\n--x--\r\n'


@pytest.fixture
def web(monkeypatch):
    """A route that reads a form and does nothing else."""
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web import errors, forms

    app = FastAPI()
    errors.register(app)

    @app.post("/")
    async def read(request: Request) -> dict[str, str]:
        async with forms.received(request) as form:
            return {name: str(text) for name, text in form.items()}

    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def send(web, text, charset):
    kind = {"content-type": f"multipart/form-data; boundary=x{charset}"}
    return web.post("/", content=FORM % text, headers=kind)


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", '; charset="UTF-8"'])
def test_a_form_in_utf_8_is_read(web, charset):
    assert send(web, "Filiale Köln".encode(), charset).json() == {"mapping": "Filiale Köln"}


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "utf-7", "latin-1", "nonsense"])
def test_a_form_in_another_charset_is_refused(web, charset):
    refused = send(web, rb"\ud800", f"; charset={charset}")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-request")
    assert charset in refused.json()["message"]
