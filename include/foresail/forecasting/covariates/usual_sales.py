"""What methods are given: a history of usual sales, without events, closed weekdays and outliers.

What they forecast is then multiplied by the effects of the events ahead, and nothing where a weekday is
closed: so each method knows each event, also one that no backtest window held, and one promotion in a
catalogue of thousands (docs/adr/0030).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from foresail.forecasting.covariates.event_effects import knows_events, take_out_events
from foresail.forecasting.covariates.future import FutureCovariates, know_peaks
from foresail.forecasting.data.arrays import Bools, Floats
from foresail.forecasting.data.closed_weekdays import find_closed_weekdays
from foresail.forecasting.data.history import History
from foresail.forecasting.data.outliers import trim_outliers


@dataclass(frozen=True)
class UsualSales:
    """What is usual of a history (n, length) and of the catalogue (length), and what is put back later.

    `removed` (n, length) is where an event's effect was taken out; by origin, `ahead` is how many times as
    much as usual is sold on the steps after it (n, horizon), and `closed` which are closed for a series.
    """

    values: Floats
    units: Floats
    removed: Bools
    ahead: dict[int, Floats]
    closed: dict[int, Bools]

    def of_history(self, history: History) -> History:
        """Give the history with nothing but usual sales."""
        timeline = replace(history.panel.timeline, units=tuple(self.units.tolist()))
        return History(replace(history.panel, values=self.values, timeline=timeline))

    def of_future(self, future: FutureCovariates, origin: int | None = None) -> FutureCovariates:
        """Leave out the events of single series whose effects are taken out, so that none counts twice.

        After an `origin` these are the ones whose effects are put back on the steps ahead.
        """
        removed = self.removed
        if origin is not None:
            removed = np.concatenate([removed[:, : origin + 1], self.ahead[origin] != 1], axis=1)
        width = removed.shape[1]
        own = {name: codes.copy() for name, codes in future.own.items()}
        for codes in own.values():
            codes[:, :width][removed] = 0.0
        return replace(future, own=own)


def find_usual_sales(
    history: History, future: FutureCovariates, origins: Collection[int] = (), horizon: int = 0
) -> UsualSales | None:
    """Find what is usual, at each column from nothing after it; None where all of the history is.

    `origins` are the columns after which the effects of the next `horizon` steps are wanted.
    """
    panel = history.panel
    closed = find_closed_weekdays(history, origins, horizon)
    shut = {} if closed is None else closed.ahead
    values = trim_outliers(panel.values if closed is None else closed.values, history.sales)
    if knows_events(future):
        found = take_out_events(panel, future, values, origins, horizon)
        return UsualSales(found.values, found.units, found.removed, found.ahead, shut)
    if values is panel.values:
        return None
    ones = {origin: np.ones((len(values), horizon)) for origin in origins}
    nothing = np.zeros(values.shape, dtype=bool)
    return UsualSales(values, np.array(panel.timeline.units), nothing, ones, shut)


def group_by_peaks(
    history: History, future: FutureCovariates, ends: Sequence[int]
) -> list[tuple[list[int], FutureCovariates]]:
    """Group columns by the peaks of the year that are known at them, each with what is known ahead then."""
    groups: dict[tuple[frozenset[str], ...], tuple[list[int], FutureCovariates]] = {}
    for end in ends:
        told = know_peaks(future, history.panel.timeline, end)
        groups.setdefault(told.occasions, ([], told))[0].append(end)
    return list(groups.values())
