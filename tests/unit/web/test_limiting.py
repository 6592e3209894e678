"""How many workbooks a caller may send: by the minute and at once, each caller for himself."""

import pytest
from foresail.settings import Settings

from tests.unit.test_docs import PROJECT


@pytest.fixture
def limiting(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web import limiting

    monkeypatch.setattr(limiting, "settings", lambda: Settings(uploads_per_minute=3, uploads_at_once=2))
    limiting._window.cache_clear()
    return limiting


def test_a_caller_may_send_so_many_a_minute_and_another_is_not_held_up(limiting):
    for _ in range(3):
        with limiting.admitted("ann"):
            pass
    with pytest.raises(limiting.TooManyUploads, match="within a minute"), limiting.admitted("ann"):
        pass
    with limiting.admitted("bob"):
        pass


def test_a_caller_may_have_so_many_on_their_way_at_once(limiting):
    refused = pytest.raises(limiting.TooManyUploads, match="at this moment")
    with limiting.admitted("ann"), limiting.admitted("ann"), refused, limiting.admitted("ann"):
        pass
    with limiting.admitted("ann"):
        pass
