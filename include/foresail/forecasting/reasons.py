"""The sentences that reasons are made of, in a planner's words."""

from calendar import month_name
from dataclasses import dataclass

from foresail.forecasting.artifact import Model
from foresail.forecasting.data.demand_classes import EVERY_CLASS
from foresail.forecasting.data.order_rhythms import ORDERS_MIN
from foresail.forecasting.data.periods import FREQUENCIES
from foresail.forecasting.evaluation.means import EVERY_INTERVAL, SELDOM
from foresail.forecasting.evaluation.recipes import label_recipe, recipe_for
from foresail.forecasting.methods.registry import LABELS
from foresail.forecasting.methods.shared.repetition import DEVIATES
from foresail.outlier_rule import TIMES


@dataclass(frozen=True)
class Seen:
    """What of a series decides how its forecast is explained: its class and age, its like products, and more.

    `failed` are the methods of its recipe without a valid answer, `stand_in` what is used in their place,
    `outlier` the first day of its outlier (ISO), `group` that of its mean (means.group_demand), `months` the
    first and the last in which it is sold, `missed` whether it was not sold in the newest year, and `events`
    a sentence on what those ahead do, `rhythm` when it is ordered, `movement` one on how it moves on its own.
    """

    product_id: int
    demand_class: str
    age: int
    is_repeating: bool
    analogs: str | None
    failed: list[str]
    stand_in: str
    outlier: str | None
    group: str
    months: tuple[int, int] | None = None
    missed: bool = False
    events: str = ""
    rhythm: str = ""
    movement: str = ""


def describe_failure(seen: Seen) -> str:
    """Which methods had no valid answer, and what is used in their place."""
    failed = " and ".join(LABELS[name] for name in seen.failed)
    returned = "an invalid value" if len(seen.failed) == 1 else "invalid values"
    return f"{capitalize(failed)} returned {returned} for this product, so {LABELS[seen.stand_in]} is used."


def capitalize(label: str) -> str:
    """Begin a sentence with a label."""
    return label[:1].upper() + label[1:]


def describe_repeating(model: Model) -> str:
    """For how long the same was sold."""
    frequency = FREQUENCIES[model.frequency]
    before = "a week before" if frequency.season > 1 else f"the {frequency.name} before"
    steps = f"{frequency.still} {frequency.name}s"
    most = "Nearly all of" if frequency.still // DEVIATES else "Each of"
    return f"{most} the last {steps} sold exactly as much as {before}, so the same is forecast."


def describe_seasons(seen: Seen) -> str:
    """In which months a product is sold, and whether it came back."""
    first, last = (month_name[month] for month in seen.months or (1, 12))
    when = f"from {first} to {last}" if first != last else f"in {first}"
    if seen.missed:
        return (
            f"Usually sold only {when}, but not in the last year: it may return or not, so half of a season "
            "is forecast, with a wide range."
        )
    return f"Sold only {when}: its past seasons are repeated."


def describe_choice(name: str, model: Model) -> str:
    """Whether a class chose for itself."""
    if name in model.choices:
        return f"won the backtest for {name} demand"
    return f"is used for {name} demand, which has too few series for a choice of its own"


def compare(ratio: float) -> str:
    """How an error compares with that of seasonal naive."""
    if ratio >= 2:
        return f"{ratio:,.1f} times the absolute error of seasonal naive"
    if ratio > 1:
        return f"{ratio - 1:.0%} more absolute error than seasonal naive"
    return f"{1 - ratio:.0%} less error than seasonal naive"


def describe_outlier(day: str | None) -> str:
    """The day that sold far more than any other."""
    if day is None:
        return ""
    return f" Sales on {day} were over {TIMES:.0f} times those of any other day: check them."


def describe_mean(seen: Seen, model: Model) -> str:
    """Which recipe the mean rests on, where that is another one than the median's."""
    if seen.demand_class not in SELDOM or not model.means:
        return ""
    recipe = model.means.get(seen.group, model.means[EVERY_INTERVAL])
    if recipe == recipe_for(model.choices, seen.demand_class):
        return ""
    return f" The mean is that of {label_recipe(recipe)}, which comes closest over a whole horizon."


def describe_correction(name: str, model: Model) -> str:
    """By how much the mean is raised or lowered."""
    corrections = model.calibration.corrections
    usual = corrections.get(EVERY_INTERVAL if name.startswith("every") else EVERY_CLASS, 1.0)
    change = corrections.get(name, usual) - 1
    if abs(change) < 0.005:
        return ""
    raised, short = ("raised", "low") if change > 0 else ("lowered", "high")
    return f" The mean is {raised} by {abs(change):.0%}, because it was too {short} throughout the backtest."


def describe_launch(names: str) -> str:
    """What a product that never sold is forecast from."""
    return f"Listed but not sold yet: forecast from the launches of like products ({names})."


def describe_rhythm(seen: Seen) -> str:
    """When a series is ordered that keeps to a calendar."""
    return f"Ordered {seen.rhythm}, {ORDERS_MIN} times in a row or more: so are the next orders forecast."
