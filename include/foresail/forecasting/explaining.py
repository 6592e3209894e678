"""Says of every series why its forecast is what it is."""

import polars as pl

from foresail.forecasting.artifact import Model
from foresail.forecasting.backtesting import BASELINE
from foresail.forecasting.demand_classes import STILL, TOO_SHORT, Description
from foresail.forecasting.freaks import TIMES
from foresail.forecasting.frequency import FREQUENCIES
from foresail.forecasting.selection import EVERY_CLASS, FALLBACK, describe_recipe
from foresail.forecasting.standing import METHOD, STANDING

WHY = {
    "product_id": pl.Int64, "demand_class": pl.String, "method": pl.String, "fell_back": pl.Boolean,
    "intended": pl.String, "reason": pl.String, "coverage_80": pl.Float64, "coverage_95": pl.Float64,
}  # fmt: skip
"""What is said of a series; `intended` is what the backtest chose where something else was used."""


REASON_MAX = 255


def explain(rows: pl.DataFrame, model: Model, known: Description, days: pl.Series) -> pl.DataFrame:
    """One row (WHY) a series; `rows` hold every method's values, `days` the first day of each column."""
    recipes = {name: describe_recipe(recipe) for name, recipe in model.choices.items()}
    used = {name for recipe in model.choices.values() for name in recipe}
    silent = rows.group_by("product_id", maintain_order=True).agg(
        pl.first("demand_class"),
        pl.first("like_names"),
        pl.col(STANDING).is_not_null().any(),
        *(pl.col(name).is_null().any().alias(name) for name in sorted(used | {BASELINE})),
    )
    lines = []
    for place, row in enumerate(silent.iter_rows(named=True)):
        name = row["demand_class"]
        intended = recipes.get(name, recipes[EVERY_CLASS])
        failed = [method for method in model.choices.get(name, model.choices[EVERY_CLASS]) if row[method]]
        stand_in = FALLBACK if row[BASELINE] else BASELINE
        age, names = int(known.age[place]), row["like_names"]
        if row[STANDING] and name not in STILL:
            intended = method = METHOD
            reason, corrected = _describe_standing(model), ""
        else:
            method, reason = _why(name, intended, failed, stand_in, age, model, names)
            corrected = _describe_correction(name, model) if name not in (*STILL, TOO_SHORT) else ""
        reason = _fit(reason, _describe_freak(known, place, days), corrected)
        measured = model.measured.get(name, model.measured.get(EVERY_CLASS, {}))
        if name in STILL or method == METHOD:
            measured = {}
        lines.append(
            {
                "product_id": row["product_id"],
                "demand_class": name,
                "method": method,
                "fell_back": method != intended or name == TOO_SHORT,
                "intended": intended,
                "reason": reason,
                "coverage_80": measured.get("coverage_80"),
                "coverage_95": measured.get("coverage_95"),
            }
        )
    return pl.DataFrame(lines, schema=WHY).sort("product_id")


def _why(
    name: str,
    intended: str,
    failed: list[str],
    stand_in: str,
    age: int,
    model: Model,
    likes: str | None,
) -> tuple[str, str]:
    """The method that was used, and the reason in words."""
    if name in STILL:
        return "zero", "No longer sold: zero is forecast until it sells again."
    if failed:
        told = " and ".join(failed)
        return stand_in, f"{told} gave no sane number here: {stand_in} instead."
    if name == TOO_SHORT:
        short = f"Only {age} {model.frequency}{'s' if age != 1 else ''} of history: {intended}"
        if likes:
            return f"{intended} + like products", f"{short}, drawn towards like products: {likes}."
        bounded = "" if model.level_max is None else ", no larger than is usual"
        return intended, f"{short}, with what the catalogue teaches{bounded}."
    figures = model.measured.get(name) or model.measured.get(EVERY_CLASS, {})
    if "wape" in figures and figures.get("naive_wape"):
        compared = _compare(figures["wape"] / figures["naive_wape"])
        return intended, f"{intended} {_describe_choice(name, model)}: {compared}."
    return intended, f"{intended} is used for {name} demand: too little history for a backtest."


def _describe_standing(model: Model) -> str:
    frequency = FREQUENCIES[model.frequency]
    before = "a week before" if frequency.season > 1 else f"the {frequency.name} before"
    steps = f"{frequency.still} {frequency.name}s"
    return f"On each of the newest {steps} just as many were sold as {before}: it goes on so."


def _describe_choice(name: str, model: Model) -> str:
    if name in model.choices:
        return f"won the backtest for {name} demand"
    return f"is used for {name} demand, of too few series to choose by"


def _compare(ratio: float) -> str:
    if ratio >= 2:
        return f"{ratio:,.1f} times the absolute error of seasonal naive"
    if ratio > 1:
        return f"{ratio - 1:.0%} more absolute error than seasonal naive"
    return f"{1 - ratio:.0%} less error than seasonal naive"


def _fit(*parts: str) -> str:
    """As many of the sentences, in their order, as a reason holds."""
    told = parts[0][:REASON_MAX]
    for part in parts[1:]:
        if len(told) + len(part) <= REASON_MAX:
            told += part
    return told


def _describe_freak(known: Description, place: int, days: pl.Series) -> str:
    column = known.freak[place]
    if column < 0:
        return ""
    return f" What sold on {days[int(column)]} is over {TIMES:.0f} times any other: check it."


def _describe_correction(name: str, model: Model) -> str:
    change = model.corrections.get(name, model.corrections.get(EVERY_CLASS, 1.0)) - 1
    if abs(change) < 0.005:
        return ""
    raised, short = ("raised", "low") if change > 0 else ("lowered", "high")
    return (
        f" The mean is {raised} by {abs(change):.0%}: the backtest's windows agree that it was too {short}."
    )
