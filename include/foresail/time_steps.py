"""Steps of time by the calendar alone: light enough for the api-server."""

from datetime import date, timedelta

DAYS = {"day": 1, "week": 7}


def first_day(start: date, frequency: str, count: int) -> date:
    """The first day of the step that lies `count` steps after the one begun on `start`."""
    if frequency != "month":
        return start + timedelta(days=DAYS[frequency] * count)
    months = start.year * 12 + start.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def last_day(start: date, frequency: str) -> date:
    """The last day of the step begun on `start`."""
    return first_day(start, frequency, 1) - timedelta(days=1)
