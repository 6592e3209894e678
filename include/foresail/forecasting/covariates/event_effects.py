"""What events did to each series: how many times as much it sold with one as it does without.

Sales with an event are compared with the same phase of the seasons before it. The ratio is believed as far as
it stands out from chance, shrunk as James and Stein (1961) shrink a mean, positive part: that of the whole
catalogue where all share the event, and what a series has beyond that (docs/adr/0030).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.panel import Panel
from foresail.usual_rule import SEASONS, SEASONS_MIN

Key = TypeVar("Key")
# A ratio is believed where it is larger than chance: its variance counts this many times.
CAUTION = 4.0
TIMES_MAX = 20.0
# What sells less than this part of the usual tells nothing of the usual: that stands in the history instead.
TELLING = 0.25


@dataclass(frozen=True)
class EventEffects:
    """What is left of a history (n, length) without its events, and of the catalogue (length).

    `removed` (n, length) is where an effect was taken out, `ahead` by origin how many times as much is sold
    on the steps after it (n, horizon).
    """

    values: Floats
    units: Floats
    removed: Bools
    ahead: dict[int, Floats]


@dataclass
class _Sums:
    """Units sold and usual, and the steps, of an event so far: by series and, last, the catalogue."""

    sold: Floats
    usual: Floats
    steps: Floats

    def add(self, sold: Floats, usual: Floats, at: Bools) -> None:
        self.sold += np.where(at, sold, 0.0)
        self.usual += np.where(at, usual, 0.0)
        self.steps += at


@dataclass
class _Learning:
    """A pass over the columns: what each event has done up to now."""

    panel: Panel
    future: FutureCovariates
    values: Floats
    first: Ints
    squares: Floats = field(init=False)
    counts: Floats = field(init=False)
    shared: dict[frozenset[str], _Sums] = field(default_factory=dict)
    own: dict[tuple[str, int], _Sums] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.squares, self.counts = np.zeros(len(self.values)), np.zeros(len(self.values))
        self.season = self.panel.timeline.frequency.season
        self.missing = set(self.panel.timeline.missing)

    def usual(self, column: int) -> Floats:
        """The mean of the same phase of the seasons before a column; NaN where too few are known."""
        back = column - self.season * np.arange(1, SEASONS + 1)
        back = back[back >= 0]
        known = back[None, :] >= self.first[:, None]
        counts = known.sum(axis=1)
        total = np.where(known, self.values[:, back], 0.0).sum(axis=1)
        return np.where(counts >= SEASONS_MIN, total / np.maximum(counts, 1), np.nan)

    def learn(self, column: int) -> Bools:
        """Learn from a column, and take the effects out of it; says where."""
        usual = self.usual(column)
        sold = self.values[:, column]
        known = np.isfinite(usual) & (usual > 0)
        occasion = self.future.occasions[column]
        codes = self._codes(column)
        alone = known & ~np.any([code > 0 for code in codes.values()], axis=0) if codes else known
        if not occasion:
            self._measure_chance(sold - usual, alone)
            if not codes:
                return np.zeros(len(sold), dtype=bool)
        elif column not in self.missing:
            self._sums(self.shared, occasion).add(sold, usual, alone)
        times = self.times_shared(column)
        for name, code in codes.items():
            for number in np.unique(code[code > 0]):
                at = known & (code == number)
                self._sums(self.own, (name, int(number))).add(sold, usual * times, at)
        times = times * self._times_of(codes)
        apart = known & (times != 1)
        told = np.where(times >= TELLING, sold / np.maximum(times, TELLING), usual)
        self.values[:, column] = np.where(apart, told, sold)
        return apart

    def times_shared(self, column: int) -> Floats:
        """How many times as much is sold with what all series have on a step (n + 1)."""
        sums = self._most_alike(self.future.occasions[column])
        if sums is None:
            return np.ones(len(self.values))
        whole = self._shrink(sums, np.ones(len(self.values)))[-1]
        return self._shrink(sums, np.full(len(self.values), whole), whole)

    def times_own(self, column: int) -> Floats:
        """How many times as much is sold with what single series have on a step (n + 1)."""
        return self._times_of(self._codes(column))

    def _times_of(self, codes: dict[str, Floats]) -> Floats:
        out = np.ones(len(self.values))
        for name, code in codes.items():
            for number in np.unique(code[code > 0]):
                sums = self.own.get((name, int(number)))
                if sums is not None:
                    own = self._shrink(sums, np.ones(len(self.values)))
                    out = np.where(code == number, out * own, out)
        return out

    def _codes(self, column: int) -> dict[str, Floats]:
        """Which event of its own each series has on a step (n + 1), by feature; without what none has."""
        codes = {name: np.append(codes[:, column], 0.0) for name, codes in self.future.own.items()}
        return {name: code for name, code in codes.items() if code.any()}

    def _sums(self, sums: dict[Key, _Sums], key: Key) -> _Sums:
        return sums.setdefault(key, _Sums(*np.zeros((3, len(self.values)))))

    def _most_alike(self, occasion: frozenset[str]) -> _Sums | None:
        """What was learned of an occasion, or of the one that has most of its names, and fewest others."""
        if occasion in self.shared or not occasion:
            return self.shared.get(occasion)
        alike = {key: len(key & occasion) / len(key | occasion) for key in self.shared if key & occasion}
        return self.shared[max(alike, key=lambda key: (alike[key], sorted(key)))] if alike else None

    def _measure_chance(self, errors: Floats, known: Bools) -> None:
        self.squares += np.where(known, errors**2, 0.0)
        self.counts += known

    def _shrink(self, sums: _Sums, towards: Floats, whole: float | None = None) -> Floats:
        """The ratio of sold to usual, drawn towards another the less it stands out from chance (n + 1)."""
        usual = np.maximum(sums.usual, 1e-9)
        ratio = sums.sold / usual
        variance = self.squares / np.maximum(self.counts, 1) * sums.steps
        variance = variance * (np.maximum(ratio, 1) + 1 / SEASONS) / usual**2
        apart = ratio - towards
        with np.errstate(divide="ignore", invalid="ignore"):
            believed = np.maximum(0.0, 1 - CAUTION * variance / apart**2)
        is_known = (sums.usual > 0) & (self.counts > 0) & (apart != 0)
        times = np.where(is_known, towards + np.where(is_known, believed, 0.0) * apart, towards)
        if whole is not None:
            times[-1] = whole
        return np.clip(times, 0.0, TIMES_MAX)


def knows_events(future: FutureCovariates) -> bool:
    """Whether any event is known."""
    return any(future.occasions) or any(codes.any() for codes in future.own.values())


def take_out_events(
    panel: Panel, future: FutureCovariates, values: Floats, origins: Collection[int], horizon: int
) -> EventEffects:
    """Take what events did out of `values` (n, length), column by column, from nothing after it.

    `origins` are the columns after which the effects of the next `horizon` steps are wanted.
    """
    learning = _Learning(
        panel, future, np.vstack([values, np.array(panel.timeline.units)]), np.append(panel.first, 0)
    )
    removed = np.zeros(learning.values.shape, dtype=bool)
    wanted, ahead = set(origins), {}
    for column in range(panel.timeline.length):
        removed[:, column] = learning.learn(column)
        if column in wanted:
            steps = range(column + 1, column + 1 + horizon)
            times = [learning.times_shared(step) * learning.times_own(step) for step in steps]
            ahead[column] = np.stack(times, axis=1)[:-1]
    return EventEffects(learning.values[:-1], learning.values[-1], removed[:-1], ahead)
