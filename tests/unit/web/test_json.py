"""Bodies of JSON that are read, and those that would hold everyone else up."""

import time

import pytest
from foresail.errors import BadRequest

from tests.unit.test_docs import PROJECT


@pytest.fixture
def check_json(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web.access.routing import check_json

    return check_json


@pytest.mark.parametrize("part", [b"[]", b"1", b'""', b'{"a":1}'])
def test_a_body_of_millions_of_parts_is_refused_before_it_is_read(check_json, part):
    body = b"[%s]" % b",".join([part] * 2_000_000)
    begun = time.process_time()
    with pytest.raises(BadRequest, match="more than 1,000,000 values"):
        check_json(body)
    assert time.process_time() - begun < 0.5


def test_a_calendar_as_long_as_may_be_is_read(check_json):
    days = b'"first_day": "2026-01-01", "last_day": "2026-01-02"'
    entry = b'{%s, "event": "Fair", "product": null, "unit_price": 2}' % days
    check_json(b'{"entries": [%s]}' % b", ".join([entry] * 100_000))
