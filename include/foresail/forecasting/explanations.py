"""Says of every series why its forecast is what it is."""

from calendar import month_name
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

import polars as pl

from foresail.forecasting.artifact import Model
from foresail.forecasting.data.demand_classes import EVERY_CLASS, SEASONAL, STILL, TOO_SHORT, Description
from foresail.forecasting.data.periods import FREQUENCIES
from foresail.forecasting.evaluation.means import EVERY_INTERVAL, SELDOM, group_demand
from foresail.forecasting.evaluation.recipes import Recipe, describe_recipe, label_recipe, recipe_for
from foresail.forecasting.methods.past_seasons import METHOD as PAST_SEASONS
from foresail.forecasting.methods.registry import BASELINE, FALLBACK, LABELS, ZERO
from foresail.forecasting.methods.repeating_demand import METHOD as REPEATING_DEMAND
from foresail.forecasting.methods.running import RULED
from foresail.forecasting.methods.shared.repetition import DEVIATES
from foresail.outlier_rule import TIMES

WHY: dict[str, type[pl.DataType]] = {
    "product_id": pl.Int64, "demand_class": pl.String, "method": pl.String, "method_label": pl.String,
    "fell_back": pl.Boolean, "intended": pl.String, "reason": pl.String, "coverage_80": pl.Float64,
    "coverage_95": pl.Float64,
}  # fmt: skip
"""What is said of a series; `intended` is what the backtest chose where something else was used."""
REASON_MAX = 500
ANALOGS = "like products"
"""The method, and its label, of what all that is known of a product is like products."""


@dataclass(frozen=True)
class Used:
    """A method, a mixture of them, or what came in its place: its code name and its label."""

    name: str
    label: str

    @classmethod
    def of(cls, recipe: Recipe) -> "Used":
        """Name what a recipe uses."""
        return cls(describe_recipe(recipe), label_recipe(recipe))

    @classmethod
    def single(cls, method: str) -> "Used":
        """Name one method."""
        return cls(method, LABELS[method])


@dataclass(frozen=True)
class Seen:
    """What of a series decides how its forecast is explained: its class and age, its like products, and more.

    `failed` are the methods of its recipe without a valid answer, `stand_in` what is used in their place,
    `outlier` the first day of its outlier (ISO), `group` that of its mean (means.group_demand), `months` the
    first and the last in which it is sold, `missed` whether it was not sold in the newest year, and `events`
    a sentence on what those ahead do.
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


@dataclass(frozen=True)
class Why:
    """A row of WHY."""

    product_id: int
    demand_class: str
    method: str
    method_label: str
    fell_back: bool
    intended: str
    reason: str
    coverage_80: float | None = None
    coverage_95: float | None = None


def explain(
    rows: pl.DataFrame,
    model: Model,
    known: Description,
    days: pl.Series,
    months: Mapping[int, tuple[int, int]] = MappingProxyType({}),
    events: Mapping[int, str] = MappingProxyType({}),
) -> pl.DataFrame:
    """Explain each series in one row (WHY); `rows` hold every method's values, `days` are each column's.

    By id, `months` are the first and last that seasonal series are sold in, `events` sentences on events.
    """
    lines = [asdict(_explain(seen, model)) for seen in _look(rows, model, known, days, months, events)]
    return pl.DataFrame(lines, schema=WHY).sort("product_id")


def explain_new_products(analogs: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Explain each series of `analogs` (unique_id, analog_names) that never sold, in one row (WHY)."""
    intended = describe_recipe(recipe_for(model.choices, TOO_SHORT))
    lines = [
        asdict(
            Why(
                product_id=number,
                demand_class=TOO_SHORT,
                method=ANALOGS,
                method_label=ANALOGS,
                fell_back=True,
                intended=intended,
                reason=_describe_launch(names)[:REASON_MAX],
            )
        )
        for number, names in analogs.select("unique_id", "analog_names").iter_rows()
    ]
    return pl.DataFrame(lines, schema=WHY)


def _look(
    rows: pl.DataFrame,
    model: Model,
    known: Description,
    days: pl.Series,
    months: Mapping[int, tuple[int, int]],
    events: Mapping[int, str],
) -> list[Seen]:
    used = {name for recipe in model.choices.values() for name in recipe}
    table = (
        rows.with_columns(group_demand(rows).alias("group"))
        .group_by("product_id", maintain_order=True)
        .agg(
            pl.first("demand_class", "group"),
            pl.first("analog_names"),
            pl.col(RULED).is_not_null().any(),
            *(pl.col(name).is_null().any().alias(name) for name in sorted(used | {BASELINE})),
        )
    )
    return [
        Seen(
            product_id=row["product_id"],
            demand_class=row["demand_class"],
            age=int(known.age[place]),
            is_repeating=row[RULED] and row["demand_class"] not in (*STILL, SEASONAL),
            analogs=row["analog_names"],
            failed=[name for name in recipe_for(model.choices, row["demand_class"]) if row[name]],
            stand_in=FALLBACK if row[BASELINE] else BASELINE,
            outlier=str(days[column]) if (column := int(known.outlier[place])) >= 0 else None,
            group=row["group"],
            months=months.get(row["product_id"]),
            missed=bool(known.missed[place]),
            events=events.get(row["product_id"], ""),
        )
        for place, row in enumerate(table.iter_rows(named=True))
    ]


def _explain(seen: Seen, model: Model) -> Why:
    name = seen.demand_class
    intended = Used.of(recipe_for(model.choices, name))
    corrected = ""
    if seen.is_repeating:
        intended = used = Used.single(REPEATING_DEMAND.name)
        reason = _describe_repeating(model)
    elif name == SEASONAL:
        intended = used = Used.single(PAST_SEASONS.name)
        reason = _describe_seasons(seen)
    else:
        used, reason = _find_reason(seen, intended, model)
        if name not in (*STILL, TOO_SHORT):
            corrected = _describe_mean(seen, model) + _describe_correction(seen.group, model)
    measured = model.measured.get(name, model.measured.get(EVERY_CLASS, {}))
    if name in STILL or seen.is_repeating:
        measured = {}
    return Why(
        product_id=seen.product_id,
        demand_class=name,
        method=used.name,
        method_label=used.label,
        fell_back=used != intended or name == TOO_SHORT,
        intended=intended.name,
        reason=_fit(reason, seen.events, _describe_outlier(seen.outlier), corrected),
        coverage_80=measured.get("coverage_80"),
        coverage_95=measured.get("coverage_95"),
    )


def _find_reason(seen: Seen, intended: Used, model: Model) -> tuple[Used, str]:
    """The method that was used, and the reason in words."""
    name, label = seen.demand_class, capitalize(intended.label)
    if name in STILL:
        return Used.single(ZERO), "No longer sold: zero is forecast until it sells again."
    if seen.failed:
        return Used.single(seen.stand_in), _describe_failure(seen)
    if name == TOO_SHORT:
        return _explain_short(seen, intended, model)
    figures = model.measured.get(name) or model.measured.get(EVERY_CLASS, {})
    if "wape" in figures and figures.get("naive_wape"):
        compared = _compare(figures["wape"] / figures["naive_wape"])
        return intended, f"{label} {_describe_choice(name, model)}: {compared}."
    return intended, f"{label} is used for {name} demand: too little history for a backtest."


def _describe_failure(seen: Seen) -> str:
    failed = " and ".join(LABELS[name] for name in seen.failed)
    returned = "an invalid value" if len(seen.failed) == 1 else "invalid values"
    return f"{capitalize(failed)} returned {returned} for this product, so {LABELS[seen.stand_in]} is used."


def _explain_short(seen: Seen, intended: Used, model: Model) -> tuple[Used, str]:
    short = f"Only {seen.age} {model.frequency}{'s' if seen.age != 1 else ''} of history: {intended.label}"
    if seen.analogs:
        used = Used(f"{intended.name} + {ANALOGS}", f"{intended.label} + {ANALOGS}")
        return used, f"{short}, adjusted towards like products: {seen.analogs}."
    bounded = "" if model.level_max is None else ", capped at what is usual"
    return intended, f"{short}, adjusted with the seasonality of the whole catalogue{bounded}."


def capitalize(label: str) -> str:
    """Begin a sentence with a label."""
    return label[:1].upper() + label[1:]


def _describe_repeating(model: Model) -> str:
    frequency = FREQUENCIES[model.frequency]
    before = "a week before" if frequency.season > 1 else f"the {frequency.name} before"
    steps = f"{frequency.still} {frequency.name}s"
    most = "Nearly all of" if frequency.still // DEVIATES else "Each of"
    return f"{most} the last {steps} sold exactly as much as {before}, so the same is forecast."


def _describe_seasons(seen: Seen) -> str:
    first, last = (month_name[month] for month in seen.months or (1, 12))
    when = f"from {first} to {last}" if first != last else f"in {first}"
    if seen.missed:
        return (
            f"Usually sold only {when}, but not in the last year: it may return or not, so half of a season "
            "is forecast, with a wide range."
        )
    return f"Sold only {when}: its past seasons are repeated."


def _describe_choice(name: str, model: Model) -> str:
    if name in model.choices:
        return f"won the backtest for {name} demand"
    return f"is used for {name} demand, which has too few series for a choice of its own"


def _compare(ratio: float) -> str:
    if ratio >= 2:
        return f"{ratio:,.1f} times the absolute error of seasonal naive"
    if ratio > 1:
        return f"{ratio - 1:.0%} more absolute error than seasonal naive"
    return f"{1 - ratio:.0%} less error than seasonal naive"


def _fit(*parts: str) -> str:
    """As many of the sentences, in their order, as a reason holds."""
    reason = parts[0][:REASON_MAX]
    for part in parts[1:]:
        if len(reason) + len(part) <= REASON_MAX:
            reason += part
    return reason


def _describe_outlier(day: str | None) -> str:
    if day is None:
        return ""
    return f" Sales on {day} were over {TIMES:.0f} times those of any other day: check them."


def _describe_mean(seen: Seen, model: Model) -> str:
    """Which recipe the mean rests on, where that is another one than the median's."""
    if seen.demand_class not in SELDOM or not model.means:
        return ""
    recipe = model.means.get(seen.group, model.means[EVERY_INTERVAL])
    if recipe == recipe_for(model.choices, seen.demand_class):
        return ""
    return f" The mean is that of {label_recipe(recipe)}, which comes closest over a whole horizon."


def _describe_correction(name: str, model: Model) -> str:
    corrections = model.calibration.corrections
    usual = corrections.get(EVERY_INTERVAL if name.startswith("every") else EVERY_CLASS, 1.0)
    change = corrections.get(name, usual) - 1
    if abs(change) < 0.005:
        return ""
    raised, short = ("raised", "low") if change > 0 else ("lowered", "high")
    return f" The mean is {raised} by {abs(change):.0%}, because it was too {short} throughout the backtest."


def _describe_launch(names: str) -> str:
    return f"Listed but not sold yet: forecast from the launches of like products ({names})."
