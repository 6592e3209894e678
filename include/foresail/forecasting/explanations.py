"""Says of every series why its forecast is what it is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import polars as pl

from foresail.forecasting.artifact import Model
from foresail.forecasting.data.demand_classes import EVERY_CLASS, SEASONAL, STILL, TOO_SHORT, Description
from foresail.forecasting.evaluation.means import group_demand
from foresail.forecasting.evaluation.recipes import Recipe, describe_recipe, label_recipe, recipe_for
from foresail.forecasting.methods.order_rhythm import METHOD as ORDER_RHYTHM
from foresail.forecasting.methods.own_movement import METHOD as OWN_MOVEMENT
from foresail.forecasting.methods.past_seasons import METHOD as PAST_SEASONS
from foresail.forecasting.methods.registry import BASELINE, FALLBACK, LABELS, ZERO
from foresail.forecasting.methods.repeating_demand import METHOD as REPEATING_DEMAND
from foresail.forecasting.methods.running import RULED
from foresail.forecasting.reasons import (
    Seen,
    capitalize,
    compare,
    describe_choice,
    describe_correction,
    describe_failure,
    describe_launch,
    describe_mean,
    describe_outlier,
    describe_repeating,
    describe_rhythm,
    describe_seasons,
)

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
class Notes:
    """What else is known of series, by id.

    `months` are the first and the last that seasonal ones are sold in, `events` sentences on the events
    ahead, `rhythms` when those are ordered that keep to a calendar, `movements` sentences on how those move
    that have a year or a trend of their own.
    """

    months: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    events: Mapping[int, str] = field(default_factory=dict)
    rhythms: Mapping[int, str] = field(default_factory=dict)
    movements: Mapping[int, str] = field(default_factory=dict)


NO_NOTES = Notes()


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
    notes: Notes = NO_NOTES,
) -> pl.DataFrame:
    """Explain each series in one row (WHY); `rows` hold every method's values, `days` are each column's."""
    lines = [asdict(_explain(seen, model)) for seen in _look(rows, model, known, days, notes)]
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
                reason=describe_launch(names)[:REASON_MAX],
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
    notes: Notes,
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
            is_repeating=row[RULED]
            and row["demand_class"] not in (*STILL, SEASONAL)
            and row["product_id"] not in notes.rhythms
            and row["product_id"] not in notes.movements,
            analogs=row["analog_names"],
            failed=[name for name in recipe_for(model.choices, row["demand_class"]) if row[name]],
            stand_in=FALLBACK if row[BASELINE] else BASELINE,
            outlier=str(days[column]) if (column := int(known.outlier[place])) >= 0 else None,
            group=row["group"],
            months=notes.months.get(row["product_id"]),
            missed=bool(known.missed[place]),
            events=notes.events.get(row["product_id"], ""),
            rhythm=notes.rhythms.get(row["product_id"], ""),
            movement=notes.movements.get(row["product_id"], ""),
        )
        for place, row in enumerate(table.iter_rows(named=True))
    ]


def _explain(seen: Seen, model: Model) -> Why:
    name = seen.demand_class
    intended = Used.of(recipe_for(model.choices, name))
    corrected = ""
    if seen.is_repeating:
        intended = used = Used.single(REPEATING_DEMAND.name)
        reason = describe_repeating(model)
    elif name == SEASONAL:
        intended = used = Used.single(PAST_SEASONS.name)
        reason = describe_seasons(seen)
    elif seen.rhythm:
        intended = used = Used.single(ORDER_RHYTHM.name)
        reason = describe_rhythm(seen)
    elif seen.movement and name not in STILL:
        intended = used = Used.single(OWN_MOVEMENT.name)
        reason = seen.movement
    else:
        used, reason = _find_reason(seen, intended, model)
        if name not in (*STILL, TOO_SHORT):
            corrected = describe_mean(seen, model) + describe_correction(seen.group, model)
    measured = model.measured.get(name, model.measured.get(EVERY_CLASS, {}))
    if name in STILL or seen.is_repeating or seen.rhythm:
        measured = {}
    return Why(
        product_id=seen.product_id,
        demand_class=name,
        method=used.name,
        method_label=used.label,
        fell_back=used != intended or name == TOO_SHORT,
        intended=intended.name,
        reason=_fit(reason, seen.events, describe_outlier(seen.outlier), corrected),
        coverage_80=measured.get("coverage_80"),
        coverage_95=measured.get("coverage_95"),
    )


def _find_reason(seen: Seen, intended: Used, model: Model) -> tuple[Used, str]:
    """The method that was used, and the reason in words."""
    name, label = seen.demand_class, capitalize(intended.label)
    if name in STILL:
        return Used.single(ZERO), "No longer sold: zero is forecast until it sells again."
    if seen.failed:
        return Used.single(seen.stand_in), describe_failure(seen)
    if name == TOO_SHORT:
        return _explain_short(seen, intended, model)
    figures = model.measured.get(name) or model.measured.get(EVERY_CLASS, {})
    if "wape" in figures and figures.get("naive_wape"):
        compared = compare(figures["wape"] / figures["naive_wape"])
        return intended, f"{label} {describe_choice(name, model)}: {compared}."
    return intended, f"{label} is used for {name} demand: too little history for a backtest."


def _explain_short(seen: Seen, intended: Used, model: Model) -> tuple[Used, str]:
    short = f"Only {seen.age} {model.frequency}{'s' if seen.age != 1 else ''} of history: {intended.label}"
    if seen.analogs:
        used = Used(f"{intended.name} + {ANALOGS}", f"{intended.label} + {ANALOGS}")
        return used, f"{short}, adjusted towards like products: {seen.analogs}."
    bounded = "" if model.level_max is None else ", capped at what is usual"
    return intended, f"{short}, adjusted with the seasonality of the whole catalogue{bounded}."


def _fit(*parts: str) -> str:
    """As many of the sentences, in their order, as a reason holds."""
    reason = parts[0][:REASON_MAX]
    for part in parts[1:]:
        if len(reason) + len(part) <= REASON_MAX:
            reason += part
    return reason
