"""What a method is given: the history at an origin, what is known ahead, and what methods share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.covariates.usual_sales import UsualSales
from foresail.forecasting.data.arrays import Bools, Floats
from foresail.forecasting.data.demand_classes import Description, describe
from foresail.forecasting.data.history import History
from foresail.forecasting.data.order_rhythms import Rhythm, find_rhythms, rhythm_forecast
from foresail.forecasting.data.own_movements import Movements, find_movements
from foresail.forecasting.data.periods import Frequency
from foresail.forecasting.data.yearly_seasons import Seasons, find_seasons, repeat_seasons
from foresail.forecasting.methods.shared.repetition import repeat_demand

T = TypeVar("T")


@dataclass(frozen=True)
class Origins:
    """The origins (columns, in order) of a history, and what is worked out for all of them.

    `usual_sales` are what is usual of it, where that is not all.
    """

    history: History
    columns: Sequence[int]
    usual_sales: UsualSales | None = None
    _made: dict[Callable[..., Any], Mapping[int, Any]] = field(default_factory=dict)

    def once(self, make: Callable[[History, Sequence[int]], Mapping[int, T]]) -> Mapping[int, T]:
        """Work something out for every origin in one pass, the first time that it is asked for."""
        if make not in self._made:
            self._made[make] = make(self.history, self.columns)
        return cast(Mapping[int, T], self._made[make])

    @cached_property
    def usual(self) -> "Origins":
        """The same with nothing but usual sales."""
        sales = self.usual_sales
        return self if sales is None else Origins(sales.of_history(self.history), self.columns)


@dataclass(frozen=True)
class View:
    """A history as a method sees it: nothing after `origin` may enter a forecast but what `future` knows.

    `model` is the global model of this origin, which was fitted to forecast `fitted_steps` ahead;
    `foundation` the weights of a foundation model, where there is one.
    """

    origins: Origins
    future: FutureCovariates
    origin: int
    horizon: int
    model: bytes | None = None
    fitted_steps: int = 0
    foundation: bytes | None = None
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
        """What goes before every choice (series, horizon), NaN of others.

        Repeating demand, past seasons, the rhythm of orders, and then movements of one's own.
        """
        seasonal = repeat_seasons(self.history, self.seasons, self.origin, self.horizon)
        ruled = np.where(np.isfinite(self.repeating), self.repeating, seasonal)
        rhythmic = rhythm_forecast(self.rhythms, self.count, self.horizon)
        ruled = np.where(np.isfinite(ruled), ruled, rhythmic)
        return np.where(np.isfinite(ruled), ruled, self.movements.values * self.event_times)

    @cached_property
    def movements(self) -> Movements:
        """The series that follow a year, a growth or a decline of their own, without what events do."""
        return find_movements(self.usual.history, self.origin, self.horizon)

    @cached_property
    def rhythms(self) -> dict[int, Rhythm]:
        """The series (by row) that are ordered to a calendar, and no other rule is for."""
        found = find_rhythms(self.history, self.origin, self.horizon)
        taken = np.isfinite(self.repeating).any(axis=1) | self.seasons.is_seasonal
        return {row: rhythm for row, rhythm in found.items() if not taken[row]}

    @cached_property
    def usual(self) -> "View":
        """The same with nothing but usual sales, which is what methods are given."""
        sales = self.origins.usual_sales
        if sales is None:
            return self
        future = sales.of_future(self.future, self.origin)
        return replace(self, origins=self.origins.usual, future=future, _made={})

    @property
    def event_times(self) -> Floats:
        """How many times as much is sold on each step ahead for its events (series, horizon)."""
        sales = self.origins.usual_sales
        return np.ones((self.count, self.horizon)) if sales is None else sales.ahead[self.origin]

    @property
    def closed(self) -> Bools:
        """Which steps ahead lie on a weekday on which a series is closed (series, horizon)."""
        nothing = np.zeros((self.count, self.horizon), dtype=bool)
        sales = self.origins.usual_sales
        return nothing if sales is None else sales.closed.get(self.origin, nothing)

    @property
    def swing(self) -> Floats:
        """The swing on each step ahead (series, horizon): with an event, times the root of its effect.

        Counts vary with the root of what they are, other sales with more of it: so an event's band is wider
        by the two thirds power of its effect. Series that move on their own swing as of late, not as ever.
        """
        moving = self.movements.swing
        usual = np.where(np.isfinite(moving), moving, self.description.swing[:, None])
        swing: Floats = usual * np.sqrt(self.event_times)
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
