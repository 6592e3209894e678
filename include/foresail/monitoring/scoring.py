"""Scores what became due: steps of runs that ended, or whose sales changed, since they were scored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
from sqlalchemy import Connection, Engine

from foresail.monitoring import outcomes as measuring
from foresail.monitoring.outcomes import Parts
from foresail.time_steps import first_day, last_day
from foresail.warehouse import demand, demand_days, outcomes, runs, uploads
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.runs import WATCHED, Run
from foresail.warehouse.storing_attributes import read_category_names


@dataclass(frozen=True)
class Due:
    """What of a run is to be scored: first days of steps by number; days whose outcomes are void."""

    run: Run
    steps: Mapping[int, date]
    gone: Collection[date]


@dataclass
class Sold:
    """Daily demand, each day read once."""

    days: dict[date, pl.DataFrame] = field(default_factory=dict)

    def read(self, connection: Connection, due: Due) -> pl.DataFrame:
        """The demand of the days that are due, as `read_day` has it; earlier days are forgotten."""
        spans = [(start, last_day(start, due.run.frequency)) for start in due.steps.values()]
        wanted = [
            first + timedelta(days=ahead) for first, last in spans for ahead in range((last - first).days + 1)
        ]
        self.days = {day: found for day, found in self.days.items() if day > due.run.as_of}
        for day in wanted:
            if day not in self.days:
                self.days[day] = demand.read_day(connection, day)
        return pl.concat([self.days[day] for day in wanted])


def score(warehouse: Engine) -> dict[str, int]:
    """Score what is due; returns how many runs and ended steps there are, and how many steps were scored.

    Each run is written in a transaction of its own. Sales that change meanwhile are scored, too: a run that
    was read across such a change is not written, but read again.
    """
    scored = 0
    while True:
        with reading(warehouse) as connection:
            version, newest = uploads.data_version(connection), demand.last_day(connection)
        if newest is None:
            return {"runs": 0, "steps": 0, "scored": 0}
        _check_days(warehouse, newest - WATCHED)
        with reading(warehouse) as connection:
            public = runs.list_public(connection, newest - WATCHED)
            due = find_due(connection, public, newest)
            parts = Parts(read_category_names(connection), outcomes.read_store_names(connection))
        sold = Sold()
        written = [_score_run(warehouse, one, sold, parts, version) for one in due]
        scored += sum(len(one.steps) for one, is_done in zip(due, written, strict=True) if is_done)
        if all(written):
            steps = sum(len(ended(run, newest)) for run in public)
            return {"runs": len(public), "steps": steps, "scored": scored}


def find_due(connection: Connection, public: Sequence[Run], newest: date) -> list[Due]:
    """What is to be scored of runs, by the day that their data end on, where sales end on `newest`."""
    if not public:
        return []
    changed = demand_days.read_changed(connection, min(run.as_of for run in public))
    known = outcomes.read_scored(connection, [run.run_id for run in public])
    found = []
    for run in sorted(public, key=lambda run: (run.as_of, run.run_id)):
        past = ended(run, newest)
        steps = {
            number: start
            for number, start in past.items()
            if start not in known[run.run_id] or _has_changed(run, start, changed)
        }
        gone = known[run.run_id] - set(past.values())
        if steps or gone:
            found.append(Due(run, steps, gone))
    return found


def ended(run: Run, newest: date) -> dict[int, date]:
    """The steps of a run that have ended where sales end on `newest`: first days by number."""
    steps = {number: first_day(run.as_of, run.frequency, number) for number in range(1, run.horizon + 1)}
    return {number: start for number, start in steps.items() if last_day(start, run.frequency) <= newest}


def _has_changed(run: Run, start: date, changed: Mapping[date, int]) -> bool:
    """Whether the demand of a step changed after it was scored; of older runs nothing says that."""
    if run.scored_version is None:
        return True
    length = (last_day(start, run.frequency) - start).days + 1
    newest = max(changed.get(start + timedelta(days=ahead), 0) for ahead in range(length))
    return newest > run.scored_version


def _check_days(warehouse: Engine, since: date) -> None:
    """Find out which of the days that were recounted from `since` on have other demand than before."""
    with reading(warehouse) as connection:
        unchecked = demand_days.list_unchecked(connection, since)
        found = [(day, demand_days.checksum(demand.read_day(connection, day.day))) for day in unchecked]
    if found:
        with writing(warehouse) as connection:
            demand_days.mark_checked(connection, found)


def _score_run(warehouse: Engine, due: Due, sold: Sold, parts: Parts, version: int) -> bool:
    """Score a run and write it, unless sales have changed since `version`; returns whether it did."""
    rows = []
    if due.steps:
        with reading(warehouse) as connection:
            demanded = sold.read(connection, due)
            measured = [
                measuring.measure(forecasts, demanded, parts, due.run.frequency, due.run.as_of.weekday())
                for forecasts in outcomes.read_due(connection, due.run.run_id, due.steps)
            ]
        rows = measuring.add_up(measured) if measured else []
    with writing(warehouse) as connection:
        if uploads.data_version(connection) != version:
            return False
        outcomes.write(connection, due.run.run_id, rows, due.gone, version)
    return True
