"""How many workbooks a caller may send: by the minute and at once, each caller for himself."""

import pytest
from foresail.settings import Settings

from tests.unit.test_docs import PROJECT


@pytest.fixture
def limits(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web.access import limits

    monkeypatch.setattr(limits, "settings", lambda: Settings(uploads_per_minute=3, uploads_at_once=2))
    limits._window.cache_clear()
    return limits


def test_a_caller_may_send_so_many_a_minute_and_another_is_not_held_up(limits):
    for _ in range(3):
        with limits.admitted("ann"):
            pass
    with pytest.raises(limits.TooManyUploads, match="in one minute"), limits.admitted("ann"):
        pass
    with limits.admitted("bob"):
        pass


def test_a_caller_may_have_so_many_on_their_way_at_once(limits):
    refused = pytest.raises(limits.TooManyUploads, match="right now")
    with limits.admitted("ann"), limits.admitted("ann"), refused, limits.admitted("ann"):
        pass
    with limits.admitted("ann"):
        pass
