"""Where the backtest cuts the timeline into what is known and what is to be forecast."""

from dataclasses import dataclass

from foresail.forecasting.data.timeline import Timeline


@dataclass(frozen=True)
class Windows:
    """Where the backtest cuts the timeline: windows of `steps`, window 1 the oldest, the last ends at now."""

    steps: int
    count: int
    length: int

    def origin(self, window: int) -> int:
        """Find the last column that is known in a window."""
        return self.length - 1 - self.steps * (self.count - window + 1)

    @property
    def numbers(self) -> list[int]:
        """The windows that have something before them."""
        return [window for window in range(1, self.count + 1) if self.origin(window) >= 0]


def cut_windows(timeline: Timeline, horizon: int, count: int) -> Windows:
    """Cut windows of the horizon, or shorter ones where the history of the whole data is short."""
    return Windows(max(1, min(horizon, timeline.length // (2 * count))), count, timeline.length)
