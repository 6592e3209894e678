"""What a method is given: the history at an origin, what is known ahead, and what methods share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from foresail.forecasting.covariates.event_effects import EventEffects
from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.demand_classes import Description, describe
from foresail.forecasting.data.history import History
from foresail.forecasting.data.periods import Frequency
from foresail.forecasting.data.yearly_seasons import Seasons, find_seasons, repeat_seasons
from foresail.forecasting.methods.shared.repetition import repeat_demand

T = TypeVar("T")


@dataclass(frozen=True)
class Origins:
    """The origins (columns, in order) of a history, and what is worked out for all of them.

    `effects` are what events did to it, where any is known.
    """

    history: History
    columns: Sequence[int]
    effects: EventEffects | None = None
    _made: dict[Callable[..., Any], Mapping[int, Any]] = field(default_factory=dict)

    def once(self, make: Callable[[History, Sequence[int]], Mapping[int, T]]) -> Mapping[int, T]:
        """Work something out for every origin in one pass, the first time that it is asked for."""
        if make not in self._made:
            self._made[make] = make(self.history, self.columns)
        return cast(Mapping[int, T], self._made[make])

    @cached_property
    def without_events(self) -> "Origins":
        """The same without what events did to the history."""
        return self if self.effects is None else Origins(self.effects.leave_out(self.history), self.columns)


@dataclass(frozen=True)
class View:
    """A history as a method sees it: nothing after `origin` may enter a forecast but what `future` knows.

    `model` is the global model of this origin, which was fitted to forecast `fitted_steps` ahead.
    """

    origins: Origins
    future: FutureCovariates
    origin: int
    horizon: int
    model: bytes | None = None
    fitted_steps: int = 0
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict)

    @property
    def history(self) -> History:
        """The history; no method may look beyond the origin."""
        return self.origins.history

    @property
    def frequency(self) -> Frequency:
        """The step of time."""
        return self.history.panel.timeline.frequency

    @property
    def count(self) -> int:
        """How many series there are."""
        return len(self.history.panel.ids)

    @cached_property
    def repeating(self) -> Floats:
        """What series whose demand repeats itself go on with (series, horizon); NaN of others."""
        return repeat_demand(self.history, self.future, self.origin, self.horizon)

    @cached_property
    def description(self) -> Description:
        """What is known of each series at the origin."""
        return describe(self.history, self.origin, np.isfinite(self.repeating).any(axis=1), self.seasons)

    @cached_property
    def seasons(self) -> Seasons:
        """Which series are sold in one part of the year only, and when."""
        return find_seasons(self.history, self.origin)

    @cached_property
    def ruled(self) -> Floats:
        """What goes before every choice (series, horizon): repeating demand, past seasons; NaN of others."""
        seasonal = repeat_seasons(self.history, self.seasons, self.origin, self.horizon)
        return np.where(np.isfinite(self.repeating), self.repeating, seasonal)

    @cached_property
    def without_events(self) -> "View":
        """The same without what events did, and do ahead."""
        effects = self.origins.effects
        if effects is None:
            return self
        future = effects.leave_out_known(self.future, self.origin)
        return replace(self, origins=self.origins.without_events, future=future, _made={})

    @property
    def event_times(self) -> Floats:
        """How many times as much is sold on each step ahead for its events (series, horizon)."""
        effects = self.origins.effects
        return np.ones((self.count, self.horizon)) if effects is None else effects.ahead[self.origin]

    @property
    def swing(self) -> Floats:
        """The swing on each step ahead (series, horizon): with an event, times the root of its effect.

        Counts vary with the root of what they are, other sales with more of it: so an event's band is wider
        by the two thirds power of its effect.
        """
        swing: Floats = self.description.swing[:, None] * np.sqrt(self.event_times)
        return swing

    def flat(self, level: Floats) -> Floats:
        """Forecast the same level (series) on every step."""
        return np.repeat(level[:, None], self.horizon, axis=1)

    def once(self, make: Callable[["View"], T]) -> T:
        """Work out what several methods share at this origin, the first time that it is asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])

    def across(self, make: Callable[[History, Sequence[int]], Mapping[int, T]]) -> T:
        """Take this origin's part of what is worked out for all origins in one pass."""
        return self.origins.once(make)[self.origin]
