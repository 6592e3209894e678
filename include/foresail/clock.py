"""The time: UTC without an offset inside, ISO 8601 with one at every edge."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The current time in UTC, naive and in whole seconds, as the tables hold it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def iso(moment: datetime | None) -> str | None:
    """A stored time as ISO 8601 with its offset."""
    return None if moment is None else moment.replace(tzinfo=UTC).isoformat()


def iso_day(day: date | None) -> str | None:
    """A day as ISO 8601."""
    return None if day is None else day.isoformat()
