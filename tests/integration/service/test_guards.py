"""Every door is locked: all routes are walked without a token, with a bad one and with a viewer's."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.routes import flatten

PROJECT = Path(__file__).parents[3]


def routes() -> list[tuple[str, str]]:
    """Every route and method of the app, mounts too, with something in place of its parameters."""
    sys.path.insert(0, str(PROJECT / "plugins"))
    try:
        from foresail_web.app import create_app
        from starlette.routing import Mount
    finally:
        sys.path.pop(0)
    found = []
    for route in flatten(create_app().routes):
        assert not isinstance(route, Mount), f"{route.path} is a mount, and mounts pass every guard"
        path = re.sub(r"{\w*id(:\w+)?}", "1", route.path)
        path = path.replace("{path:path}", "app.js").replace("{name}", "swagger-ui.css")
        found += [(method, path) for method in sorted(route.methods)]
    return found


def test_every_route_is_refused_without_a_token(service):
    assert len(routes()) >= 17
    for method, path in routes():
        answer = httpx.request(method, f"{service.url}/foresail{path}")
        assert answer.status_code == 401, (method, path, answer.status_code)
        if method != "HEAD":
            assert set(answer.json()) == {"code", "message", "hint", "id"}, path


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "bm9uZQ.e30."])
def test_a_bad_token_opens_nothing(service, token):
    for method, path in routes():
        headers = {"Authorization": f"Bearer {token}"}
        answer = httpx.request(method, f"{service.url}/foresail{path}", headers=headers)
        assert answer.status_code in (401, 403), (method, path, answer.status_code)


def test_nothing_else_of_the_app_is_there(service):
    for path in (
        "/docs",
        "/openapi.json",
        "/redoc",
        "/api/v1",
        "/ui/../foresail_plugin.py",
        "/ui/%2e%2e/app.py",
    ):
        answer = httpx.get(f"{service.url}/foresail{path}")
        assert answer.status_code in (401, 404), path


def test_an_upload_without_a_token_is_refused_before_its_body_is_read(service):
    def endless() -> Iterator[bytes]:
        for _ in range(10_000):
            yield bytes(1024**2)

    with httpx.Client() as http:
        try:
            answer = http.post(f"{service.url}/foresail/api/v1/uploads", content=endless(), timeout=30)
            assert answer.status_code == 401
        except httpx.TransportError:
            pass  # the server closed the door on a body it would not read
