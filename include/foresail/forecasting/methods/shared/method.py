"""The record of a forecasting method: what the registry knows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.periods import Frequency
from foresail.forecasting.methods.shared.view import View


class Role(Enum):
    """What a method is for beside being compared."""

    REFERENCE = "always measured, never chosen: what a method must beat to deserve its place"
    BASELINE = "what errors are measured against, and the first stand-in for a method without an answer"
    FALLBACK = "the last stand-in"
    DEFAULT = "used where too little was backtested to choose anything"
    ZERO = "what is forecast of products that are no longer sold"
    GLOBAL = "one model of all series, fitted beforehand"
    FOUNDATION = "a pretrained model, whose weights the user names"
    RULE = "goes before every choice, where it has an answer; not compared with others"


def always(frequency: Frequency) -> bool:
    """Suit every frequency."""
    return True


@dataclass(frozen=True)
class Method:
    """A forecasting method.

    `name` is its code name, `label` what a planner reads, `order` its place among all (of equals the first is
    chosen). `forecast` gives units a step of each series (series, horizon), NaN or None where it has no
    answer; `suits` says for which frequencies; one that `is_costly` is left out where nothing wants it.
    """

    name: str
    label: str
    order: int
    forecast: Callable[[View], Floats | None]
    suits: Callable[[Frequency], bool] = always
    is_costly: bool = False
    roles: frozenset[Role] = frozenset()
