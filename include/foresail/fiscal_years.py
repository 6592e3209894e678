"""Fiscal years: when each begins, and the first day of its periods, weeks and quarters. Light to import.

The calendars of weeks (4-5-4 and the like) are those of retailers: the year of the National Retail Federation
ends on the Saturday nearest 31 January. Every five or six years it has a 53rd week, which belongs to its last
period.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
PATTERNS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}
"""The weeks of the three periods of each quarter."""
NRF = "4-5-4 ending saturday nearest 31 january, named by start"
HOW = (
    "Write it as 4-4-5 starting Monday nearest 1 February, as 4-5-4 ending Saturday nearest 31 January, as "
    "4-4-5 ending last Saturday of January, as months starting April, named by end, or as NRF; leave it "
    "empty where files have no fiscal periods."
)
_MONTH = "|".join(MONTH_NAMES)
_FORM = re.compile(
    rf"(?:(?P<months>months) starting (?P<first>{_MONTH})"
    rf"|(?P<weeks>4-4-5|4-5-4|5-4-4) (?P<side>starting|ending) "
    rf"(?:(?P<near>{'|'.join(WEEKDAYS)}) nearest (?:to )?(?P<day>[0-9]{{1,2}}) (?P<month>{_MONTH})"
    rf"|(?P<edge>first|last) (?P<edge_day>{'|'.join(WEEKDAYS)}) (?:of|in) (?P<edge_month>{_MONTH})))"
    r"(?:, named by (?P<named>start|end))?"
)
# Years that begin in these months are named by either of the years that they lie in.
_EITHER = range(3, 11)
_A_LEAP_YEAR = 2000


@dataclass(frozen=True)
class FiscalYear:
    """A kind of fiscal year: `weeks` of the periods of a quarter, or none where its periods are months.

    It is anchored at a `weekday` (0 is Monday) nearest the `day` of `month`, or else at the `first` or the
    `last` of that month: its first day, or its last where `is_end`. `shift` is how many years after the one
    that the anchor lies in it is named.
    """

    weeks: tuple[int, ...]
    month: int
    day: int = 1
    weekday: int = 0
    edge: str = ""
    is_end: bool = False
    shift: int = 0

    def starts(self, year: int) -> date:
        """The first day of the fiscal year of that name."""
        anchored = year - self.shift
        if not self.weeks:
            return date(anchored, self.month, 1)
        if not self.is_end:
            return self._anchor(anchored)
        return self._anchor(anchored - 1) + timedelta(days=1)

    def _anchor(self, year: int) -> date:
        """The weekday that a year is anchored at."""
        if self.edge == "last":
            after = date(year + self.month // 12, self.month % 12 + 1, 1)
            return after - timedelta(days=(after.weekday() - self.weekday - 1) % 7 + 1)
        if self.edge == "first":
            begin = date(year, self.month, 1)
            return begin + timedelta(days=(self.weekday - begin.weekday()) % 7)
        middle = date(year, self.month, self.day) - timedelta(days=3)
        return middle + timedelta(days=(self.weekday - middle.weekday()) % 7)

    def first_day(self, kind: str, year: int, number: int) -> date | None:
        """The first day of a `month` (period), `week` or `quarter` of a year; None where it has none such."""
        begin = self.starts(year)
        if kind == "week":
            day = begin + timedelta(weeks=number - 1)
            return day if self.weeks and number >= 1 and day < self.starts(year + 1) else None
        period = 3 * number - 2 if kind == "quarter" else number
        if not 1 <= period <= len(MONTH_NAMES):
            return None
        if self.weeks:
            return begin + timedelta(weeks=sum((self.weeks * 4)[: period - 1]))
        months = begin.month + period - 2
        return date(begin.year + months // 12, months % 12 + 1, 1)

    def first_of_month(self, year: int, month: int) -> date | None:
        """The first day of a month of the calendar in a year; None where the year is made of weeks."""
        return None if self.weeks else self.first_day("month", year, (month - self.month) % 12 + 1)


def parse_fiscal_year(text: str) -> FiscalYear | None:
    """The fiscal year that a setting describes, None for `calendar` or nothing; raises ValueError: why."""
    said = " ".join(text.casefold().split())
    if said in ("", "calendar"):
        return None
    form = _FORM.fullmatch(NRF if said == "nrf" else said)
    if form is None:
        raise ValueError(HOW)
    if form["months"]:
        month = MONTH_NAMES.index(form["first"]) + 1
        return FiscalYear((), month, shift=_shift(month, form["named"], is_end=False))
    month = MONTH_NAMES.index(form["month"] or form["edge_month"]) + 1
    day, is_end = int(form["day"] or 1), form["side"] == "ending"
    if not form["edge"]:
        try:
            date(_A_LEAP_YEAR + 1, month, day)
        except ValueError as error:
            raise ValueError(HOW) from error
    weekday = WEEKDAYS.index(form["near"] or form["edge_day"])
    shift = _shift(month, form["named"], is_end=is_end)
    edge = form["edge"] or ""
    return FiscalYear(PATTERNS[form["weeks"]], month, day, weekday, edge, is_end=is_end, shift=shift)


def _shift(month: int, named: str | None, *, is_end: bool) -> int:
    """How many years after its anchor's a fiscal year is named; raises ValueError where that must be said."""
    begins = month % 12 + 1 if is_end else month
    if named is None and begins in _EITHER:
        raise ValueError("Say after which year it is named, too: add ', named by start' or ', named by end'.")
    # A year from January on lies in one year; of the others those from November on are named by their end.
    is_by_end = named == "end" if named else begins > max(_EITHER)
    if is_end:
        # The anchor is the last day, and the year begins in the one before it, unless it ends in December.
        return 0 if is_by_end or begins == 1 else -1
    return int(is_by_end and begins != 1)
