"""Which pages may write with the session's cookie: those of this Airflow, and no frame without an origin."""

import pytest
from starlette.requests import Request

from tests.unit.test_docs import PROJECT


@pytest.mark.parametrize(
    ("base", "origin", "is_own"),
    [
        ("", "https://here.example", True),
        ("", "https://elsewhere.example", False),
        ("", "null", False),
        ("", "file://", False),
        ("/airflow", "null", False),
        ("https://airflow.example/a", "https://airflow.example", True),
        ("https://airflow.example/a", "null", False),
    ],
)
def test_a_call_with_a_cookie_is_known_by_where_its_page_came_from(base, origin, is_own, monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", base)
    from foresail_web.access.permissions import is_same_site

    headers = [(b"host", b"here.example"), (b"origin", origin.encode()), (b"cookie", b"_token=x")]
    assert is_same_site(Request({"type": "http", "headers": headers})) is is_own
