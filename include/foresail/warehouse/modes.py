"""What an upload does where its days are stored already, as it is said and as it is kept; light to import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from foresail.errors import BadRequest

FISCAL = "fiscal+"
"""How a period of a fiscal year begins, with the days of the upload's last one behind."""


class Mode(StrEnum):
    """What an upload does where its days overlap with what is stored."""

    REPLACE = "replace"
    ADD = "add"
    NEW_DAYS = "new-days"


class Covers(StrEnum):
    """What an upload that replaces is the truth for: all products of a period, its products, or its rows."""

    PERIOD = "period"
    PRODUCTS = "products"
    ROWS = "rows"


def check_coverage(mode: str | None, covers: str | None) -> tuple[str | None, str | None]:
    """A mode and what it covers as they were sent, `replace` understood; raises BadRequest."""
    if mode is not None and mode not in list(Mode):
        raise BadRequest(f"mode is {mode[:40]!r}.", f"Use {', '.join(Mode)}.")
    if covers is not None and covers not in list(Covers):
        raise BadRequest(f"covers is {covers[:40]!r}.", f"Use {', '.join(Covers)}.")
    if covers is not None and mode not in (None, Mode.REPLACE):
        raise BadRequest(
            f"covers is sent with mode {mode}, which replaces nothing.", "Leave it out, or use replace."
        )
    return (Mode.REPLACE if covers is not None else mode), covers


def period_of(report: Mapping[str, Any]) -> str:
    """What a line of a checked file stands for, as coverages keep it; `report` is that of its check."""
    days = report.get("period_days")
    return f"{FISCAL}{days}" if days else str(report.get("period") or "day")


@dataclass(frozen=True)
class Coverage:
    """An upload's mode, and its span of days; `period` is what one of its rows stands for.

    A week begins on the weekday of the first day. Of a fiscal period each begins on a day of the upload, and
    the last has so many days as `period` says behind FISCAL.
    Where it `is_mixed`, some of its lines have a transaction, which identifies them: its coverage is that of
    the others, and of such lines alone.
    """

    upload_id: int
    mode: Mode | None
    covers: Covers | None
    first_day: date
    last_day: date
    period: str = "day"
    is_mixed: bool = False

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it can say anything of these days."""
        return self.first_day <= last and first <= self.end

    @property
    def end(self) -> date:
        """The last day of the last period."""
        if self.period == "day":
            return self.last_day
        if self.period == "week":
            return self.last_day + timedelta(days=6 - (self.last_day - self.first_day).days % 7)
        if self.period.startswith(FISCAL):
            return self.last_day + timedelta(days=int(self.period.removeprefix(FISCAL)) - 1)
        months = 3 if self.period == "quarter" else 1
        month = (self.last_day.month - 1) // months * months + months
        following = date(self.last_day.year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)

    @property
    def replaces(self) -> bool:
        """Whether it takes the place of older lines on its days."""
        return self.mode is Mode.REPLACE and self.covers is not None
