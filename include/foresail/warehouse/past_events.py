"""What each event of the calendar did when it came last: what was sold with it beside what is usual.

The usual is what training learns events by (`foresail.usual_rule`): the mean of the same phase of the seasons
before. Training clears those seasons of events, and draws what it learned of all occurrences towards what is
certain (docs/adr/0030); here steps with an event are passed over, and one occurrence is told as it was. It is
asked of the daily demand: true of the sales and the calendar as they are now, and without a training first.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypedDict

from sqlalchemy import Connection, func, select

from foresail.paging import Page
from foresail.time_steps import first_day, last_day
from foresail.usual_rule import SEASONS, SEASONS_MIN
from foresail.warehouse import calendar, runs
from foresail.warehouse.calendar import StoredEntry
from foresail.warehouse.tables import daily_demand

# How far the usual is looked for, in seasons: a promotion may last for months.
LOOK_BACK = 26

Span = tuple[date, date]
Name = tuple[str, int | None]


class Last(TypedDict):
    """An occurrence, as far as its sales are stored: units `sold` on the steps that its days lie in.

    `usual` are the units that would have sold without it, null where too little was sold before it to say.
    `beside` are other events on these days.
    """

    first_day: date
    last_day: date
    sold: float
    usual: float | None
    beside: list[str]


class PastEvent(TypedDict):
    """An event of all products, or of one: how often it came in the sales stored, and what it did last."""

    event: str
    product: str | None
    came: int
    since: date | None
    last: Last | None


@dataclass(frozen=True)
class _Stored:
    """The sales that are stored: their step, and the first and the last day of what is whole."""

    step: str
    first: date
    last: date

    def begin(self, day: date) -> date:
        """The first day of the step that a day lies in."""
        if self.step == "month":
            return day.replace(day=1)
        if self.step == "week":
            return day - timedelta(days=((day - self.last).days - 1) % 7)
        return day

    def steps(self, span: Span) -> list[date]:
        """The steps that a span of days lies in."""
        found = [self.begin(span[0])]
        while (following := first_day(found[-1], self.step, 1)) <= span[1]:
            found.append(following)
        return found

    def before(self, step: date) -> list[date]:
        """The same phase of the seasons before a step, the newest first."""
        season = "week" if self.step == "day" else self.step
        return [first_day(step, season, -back) for back in range(1, LOOK_BACK + 1)]


@dataclass
class _Events:
    """The occurrences of each event in order; days in a row are one, however many entries name them."""

    spans: defaultdict[Name, list[Span]] = field(default_factory=lambda: defaultdict(list))
    products: dict[int | None, str | None] = field(default_factory=dict)
    names: defaultdict[int | None, set[Name]] = field(default_factory=lambda: defaultdict(set))

    def add(self, entry: StoredEntry) -> None:
        """Add an entry that begins no earlier than those before it."""
        name = entry["event"] or "", entry["product_id"]
        self.products[name[1]] = entry["product"]
        self.names[name[1]].add(name)
        first, last, days = entry["first_day"], entry["last_day"], self.spans[name]
        if days and first <= days[-1][1] + timedelta(days=1):
            first, last = days[-1][0], max(days.pop()[1], last)
        days.append((first, last))

    def meeting(self, product_id: int | None, span: Span) -> dict[Name, list[Span]]:
        """The events of a product and of all that have some of these days, and the occurrences that do."""
        near = self.names[None] | self.names[product_id]
        found = {
            name: [days for days in self.spans[name] if days[0] <= span[1] and span[0] <= days[1]]
            for name in near
        }
        return {name: days for name, days in found.items() if days}


def search(connection: Connection, page: Page, after: date | None = None) -> dict[str, Any]:
    """The events of the calendar, or those that last beyond a day, by name: step, total and one page.

    `step` is that of the forecasts: what an event did is counted by whole steps. Raises BadRequest.
    """
    events = _Events()
    for entry in calendar.read(connection):
        if entry["event"]:
            events.add(entry)
    wanted = [name for name, days in events.spans.items() if after is None or days[-1][1] > after]
    _, descends = page.order(("event",), "event")
    wanted.sort(key=lambda name: (name[0], events.products[name[1]] or ""), reverse=descends)
    stored = _read_stored(connection)
    asked = wanted[page.offset : page.offset + page.limit]
    told = [_tell(connection, stored, events, name) for name in asked]
    return {"step": stored.step if stored else "day", "total": len(wanted), "events": told}


def _read_stored(connection: Connection) -> _Stored | None:
    """What is stored, as far as the published forecasts know it; None where nothing is."""
    first, last = connection.execute(select(func.min(daily_demand.c.day), func.max(daily_demand.c.day))).one()
    run = runs.get_published(connection)
    if first is None or run is None:
        return None if first is None else _Stored("day", first, last)
    return _Stored(run.frequency, first, last_day(run.as_of, run.frequency))


def _tell(connection: Connection, stored: _Stored | None, events: _Events, name: Name) -> PastEvent:
    spans = events.spans[name]
    came = [span for span in spans if stored and span[0] <= stored.last and span[1] >= stored.first]
    told = PastEvent(event=name[0], product=events.products[name[1]], came=len(came), since=None, last=None)
    if stored is None or not came:
        return told
    # The newest that is over; one that is under way only where none is.
    newest = max(came, key=lambda span: (span[1] <= stored.last, span[0]))
    span = max(newest[0], stored.first), min(newest[1], stored.last)
    sold, usual = _measure(connection, stored, events, name[1], span)
    beside = sorted(each[0] for each in events.meeting(name[1], span) if each != name)
    last = Last(first_day=span[0], last_day=span[1], sold=sold, usual=usual, beside=beside)
    return {**told, "since": came[0][0], "last": last}


def _measure(
    connection: Connection, stored: _Stored, events: _Events, product_id: int | None, span: Span
) -> tuple[float, float | None]:
    """Units sold on the steps of a span of days, and what is usual of them."""
    steps = stored.steps(span)
    oldest, end = stored.before(steps[0])[-1], last_day(steps[-1], stored.step)
    busy = {
        step
        for spans in events.meeting(product_id, (oldest, end)).values()
        for first, last in spans
        for step in stored.steps((max(first, oldest), min(last, end)))
    }
    start = _first_sale(connection, product_id)
    free = [[each for each in stored.before(step) if each >= start and each not in busy] for step in steps]
    known = [each[:SEASONS] for each in free]
    since = min([steps[0], *(each[-1] for each in known if each)])
    sold = _read_units(connection, stored, product_id, (since, end))
    usual = None
    if all(len(each) >= SEASONS_MIN for each in known):
        usual = sum(sum(sold[step] for step in each) / len(each) for each in known)
    return sum(sold[step] for step in steps), usual


def _first_sale(connection: Connection, product_id: int | None) -> date:
    query = select(func.min(daily_demand.c.day))
    if product_id is not None:
        query = query.where(daily_demand.c.product_id == product_id)
    return connection.execute(query).scalar_one() or date.max


def _read_units(
    connection: Connection, stored: _Stored, product_id: int | None, span: Span
) -> defaultdict[date, float]:
    """Units sold by step, of a product or of all."""
    query = select(daily_demand.c.day, func.sum(daily_demand.c.quantity))
    query = query.where(daily_demand.c.day.between(*span)).group_by(daily_demand.c.day)
    if product_id is not None:
        query = query.where(daily_demand.c.product_id == product_id)
    out: defaultdict[date, float] = defaultdict(float)
    for day, units in connection.execute(query):
        out[stored.begin(day)] += units
    return out
