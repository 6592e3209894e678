"""Limits on uploads per caller: how many a minute and at once; beyond them, 429 with Retry-After."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial

from foresail.errors import ForesailError
from foresail.settings import settings

WAIT_SECONDS = 10
_under_way: Counter[str] = Counter()


class TooManyUploads(ForesailError):
    """A caller sends more workbooks than the settings allow, in a minute or at once."""

    code = "too-many-uploads"
    retry_after_s = WAIT_SECONDS


@contextmanager
def admitted(who: str) -> Iterator[None]:
    """Let a caller's workbook in; raises TooManyUploads. Each api-server process counts for itself."""
    at_once, per_minute = settings().uploads_at_once, settings().uploads_per_minute
    if _under_way[who] >= at_once:
        raise TooManyUploads(
            f"{at_once} of your workbooks are being checked right now.",
            f"Try again in {WAIT_SECONDS} s, or ask an administrator to raise FORESAIL_UPLOADS_AT_ONCE.",
        )
    if not _window(per_minute)(who):
        raise TooManyUploads(
            f"You have sent {per_minute} workbooks in one minute.",
            f"Try again in {WAIT_SECONDS} s, or ask an administrator to raise FORESAIL_UPLOADS_PER_MINUTE.",
        )
    _under_way[who] += 1
    try:
        yield
    finally:
        _under_way[who] -= 1


@cache
def _window(per_minute: int) -> Callable[[str], bool]:
    """Counts a caller's upload, and says whether it is still within the minute's share."""
    # The library brings every kind of storage with it: not for a process that takes no upload.
    from limits import RateLimitItemPerMinute
    from limits.storage import MemoryStorage
    from limits.strategies import MovingWindowRateLimiter

    return partial(MovingWindowRateLimiter(MemoryStorage()).hit, RateLimitItemPerMinute(per_minute))
