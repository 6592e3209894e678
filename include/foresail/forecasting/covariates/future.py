"""Future covariates: the calendar, holidays and events, and prices, over the history and the horizon."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.history import History
from foresail.forecasting.data.timeline import Timeline
from foresail.forecasting.data.yearly_peaks import find_peaks, phase_of

NEAR_DAYS = 14
YEARLY = "part of the year"
"""What the peaks and lows of the year are called, before their number."""
PRICE_WINDOW = {"day": 182, "week": 26, "month": 12}


@dataclass(frozen=True)
class FutureCovariates:
    """Numbers by column, `length + horizon` of them: `shared` for all series, `own` per series (n, columns).

    `price` (n, columns) is the price asked on each step, NaN where none is known; ahead it is the planned
    one, or the newest. `is_planned` (n) is whether any is planned: only then is a step's own price known
    before it has come, and may be learned from and backtested with. Otherwise the origin's stands for it.
    `occasions` are the names of the holidays and shared events of each column, by the day and the week: by
    the month one that never moves is part of the year.
    """

    shared: dict[str, Floats]
    own: dict[str, Floats] = field(default_factory=dict)
    price: Floats | None = None
    usual_price: Floats | None = None
    is_planned: Bools | None = None
    occasions: tuple[frozenset[str], ...] = ()

    @property
    def names(self) -> list[str]:
        """The features, in order."""
        prices = ["price_to_usual", "price_to_now"] if self.price is not None else []
        return [*self.shared, *self.own, *prices]

    def features(self, rows: Ints, origins: Ints, steps: Ints) -> list[Floats]:
        """Give one array (pairs) per name."""
        targets = origins + steps
        out = [values[targets] for values in self.shared.values()]
        out += [values[rows, targets] for values in self.own.values()]
        if self.price is not None and self.usual_price is not None and self.is_planned is not None:
            planned = self.price[rows, np.where(self.is_planned[rows], targets, origins)]
            out += [planned / self.usual_price[rows, origins], planned / self.price[rows, origins]]
        return out

    def tells_apart(self, origin: int, horizon: int, tested: int) -> Bools:
        """Find which series (n) have an event or another price on the steps after the origin, or a holiday.

        A holiday counts where the same one did not lie within the newest `tested` steps. One for all (1)
        where nothing is known of single series.
        """
        ahead = slice(origin + 1, origin + 1 + horizon)
        lately = slice(max(origin + 1 - tested, 0), origin + 1)
        holidays = [days for name, days in self.shared.items() if name.startswith("holiday")]
        is_new = any(set(days[ahead][days[ahead] > 0]) - set(days[lately]) for days in holidays)
        apart = np.array([is_new])
        for events in self.own.values():
            apart = apart | (events[:, ahead] > 0).any(axis=1)
        if self.price is not None and self.is_planned is not None:
            now, then = self.price[:, origin, None], self.price[:, ahead]
            apart = apart | (self.is_planned & (np.isfinite(now - then) & (now != then)).any(axis=1))
        return apart


def see_ahead(
    history: History,
    horizon: int,
    holidays: dict[str, str],
    events: tuple[str, ...] = (),
    known: pl.DataFrame | None = None,
) -> FutureCovariates:
    """Lay out what is known up to the horizon: the calendar, holidays (names by ISO day), events, prices.

    `known` are events and prices of single series (`known.SCHEMA`), `events` the names that any series has.
    """
    timeline = history.panel.timeline
    days = timeline.frequency.steps(timeline.first, timeline.length + horizon)
    shared = _calendar(timeline.frequency.name, days)
    occasions: tuple[frozenset[str], ...] = (frozenset(),) * len(days)
    if holidays:
        shared |= _holidays(timeline.frequency.name, days, holidays)
        if timeline.frequency.name != "month":
            occasions = _name_occasions(days, holidays)
    placed = _place(history, days, known)
    own = {_coded("event", events): _events(history, len(days), events, placed)} if events else {}
    price, usual = _prices(history, horizon, placed)
    return FutureCovariates(shared, own, price, usual, _find_planned(history, placed), occasions)


def _coded(name: str, names: Sequence[str]) -> str:
    """A feature's name with a mark of its coding: a model fitted with another coding does not mistake it."""
    return f"{name}_{crc32(json.dumps(list(names)).encode()):08x}"


def _place(history: History, days: pl.Series, known: pl.DataFrame | None) -> pl.DataFrame | None:
    """What is known with the row and column that it belongs to."""
    if known is None:
        return None
    rows = pl.DataFrame({"unique_id": history.panel.ids, "row": np.arange(len(history.panel.ids))})
    columns = pl.DataFrame({"ds": days, "column": np.arange(len(days))})
    return known.join(rows, on="unique_id").join(columns, on="ds")


def _events(history: History, columns: int, events: tuple[str, ...], placed: pl.DataFrame | None) -> Floats:
    """The number of each series' event on each step; 0 where it has none."""
    out = np.zeros((len(history.panel.ids), columns))
    if placed is not None:
        known = placed.drop_nulls("event")
        numbers = known["event"].replace_strict({name: place + 1 for place, name in enumerate(events)})
        out[known["row"].to_numpy(), known["column"].to_numpy()] = numbers.to_numpy()
    return out


def _calendar(frequency: str, days: pl.Series) -> dict[str, Floats]:
    out = {"month": days.dt.month()}
    if frequency != "month":
        out["week"] = days.dt.week()
    if frequency == "day":
        out |= {"weekday": days.dt.weekday(), "day_of_month": days.dt.day()}
    return {name: values.to_numpy().astype(float) for name, values in out.items()}


def _holidays(frequency: str, days: pl.Series, holidays: dict[str, str]) -> dict[str, Floats]:
    """Daily: which holiday, and how far the next and the last one are. Otherwise: how many a step has."""
    starts = days.to_numpy().astype("datetime64[D]")
    dates = np.array(sorted(holidays), dtype="datetime64[D]")
    if frequency != "day":
        place = np.searchsorted(starts, dates, side="right") - 1
        inside = (place >= 0) & (dates <= starts[-1] + np.timedelta64(31, "D"))
        return {"holidays": np.bincount(place[inside], minlength=len(starts)).astype(float)}
    names = sorted(set(holidays.values()))
    which = np.array([names.index(holidays[str(day)]) + 1 if str(day) in holidays else 0 for day in starts])
    after = np.searchsorted(dates, starts, side="left")
    ahead = np.append(dates, np.datetime64("9999-01-01"))[after] - starts
    behind = (
        starts - np.insert(dates, 0, np.datetime64("0001-01-01"))[np.searchsorted(dates, starts, "right")]
    )
    far = float(NEAR_DAYS)
    return {
        _coded("holiday", names): which.astype(float),
        "days_to_holiday": np.minimum(ahead.astype(float), far),
        "days_since_holiday": np.minimum(behind.astype(float), far),
    }


def _name_occasions(days: pl.Series, holidays: dict[str, str]) -> tuple[frozenset[str], ...]:
    """The names that each step has."""
    starts = days.to_numpy().astype("datetime64[D]")
    names: list[set[str]] = [set() for _ in starts]
    length = (starts[1] - starts[0]).astype(int) if len(starts) > 1 else 1
    for day, name in holidays.items():
        place = (np.datetime64(day) - starts[0]).astype(int) // length
        if 0 <= place < len(names):
            names[place].add(name)
    return tuple(map(frozenset, names))


def know_peaks(future: FutureCovariates, timeline: Timeline, end: int) -> FutureCovariates:
    """Add the peaks of the year that are known at column `end` to the occasions."""
    peaks = find_peaks(timeline, end)
    if not peaks:
        return future
    phases = [phase_of(timeline, column) for column in range(len(future.occasions))]
    occasions = [
        names | {f"{YEARLY} {phase}"} if phase in peaks else names
        for names, phase in zip(future.occasions, phases, strict=True)
    ]
    return replace(future, occasions=tuple(occasions))


def _find_planned(history: History, placed: pl.DataFrame | None) -> Bools:
    """Find which series have a price planned for a step ahead."""
    out = np.zeros(len(history.panel.ids), dtype=bool)
    if placed is not None:
        ahead = placed.filter(
            (pl.col("column") >= history.panel.timeline.length) & pl.col("price").is_not_null()
        )
        out[ahead["row"].to_numpy()] = True
    return out


def _prices(
    history: History, horizon: int, placed: pl.DataFrame | None
) -> tuple[Floats | None, Floats | None]:
    """Prices over the history and ahead, the planned or the newest; and the usual price up to each step."""
    known = history.panel.price
    if known is None:
        return None, None
    window = PRICE_WINDOW[history.panel.timeline.frequency.name]
    counted = np.isfinite(known)
    sums = np.cumsum(np.where(counted, known, 0.0), axis=1)
    counts = np.cumsum(counted, axis=1)
    older = np.zeros_like(sums), np.zeros_like(counts)
    if known.shape[1] > window:
        older[0][:, window:], older[1][:, window:] = sums[:, :-window], counts[:, :-window]
    number = counts - older[1]
    usual = np.where(number > 0, (sums - older[0]) / np.maximum(number, 1), np.nan)
    ahead = np.repeat(known[:, -1:], horizon, axis=1)
    prices = np.concatenate([known, ahead], axis=1)
    if placed is not None:
        planned = placed.drop_nulls("price")
        prices[planned["row"].to_numpy(), planned["column"].to_numpy()] = planned["price"].to_numpy()
    return prices, usual
