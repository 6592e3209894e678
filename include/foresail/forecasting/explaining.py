"""Says of every series why its forecast is what it is."""

import polars as pl

from foresail.forecasting.artifact import Model
from foresail.forecasting.backtesting import BASELINE
from foresail.forecasting.demand_classes import NO_LONGER_SOLD, NOT_YET, TOO_SHORT, Description
from foresail.forecasting.selection import EVERY_CLASS, FALLBACK, describe_recipe

WHY = {
    "product_id": pl.Int64, "demand_class": pl.String, "method": pl.String, "fell_back": pl.Boolean,
    "intended": pl.String, "reason": pl.String, "coverage_80": pl.Float64, "coverage_95": pl.Float64,
}  # fmt: skip
"""What is said of a series; `intended` is what the backtest chose where something else was used."""


STILL = (NO_LONGER_SOLD, NOT_YET)
"""What is forecast as zero; no band is measured there."""


def explain(rows: pl.DataFrame, model: Model, known: Description) -> pl.DataFrame:
    """One row (WHY) a series; `rows` hold every method's values."""
    recipes = {name: describe_recipe(recipe) for name, recipe in model.choices.items()}
    used = {name for recipe in model.choices.values() for name in recipe}
    silent = rows.group_by("product_id", maintain_order=True).agg(
        pl.first("demand_class"),
        pl.first("like_names"),
        *(pl.col(name).is_null().any().alias(name) for name in sorted(used | {BASELINE})),
    )
    lines = []
    for place, row in enumerate(silent.iter_rows(named=True)):
        name = row["demand_class"]
        intended = recipes.get(name, recipes[EVERY_CLASS])
        failed = [method for method in model.choices.get(name, model.choices[EVERY_CLASS]) if row[method]]
        stand_in = FALLBACK if row[BASELINE] else BASELINE
        age, names = int(known.age[place]), row["like_names"]
        method, reason = _why(name, intended, failed, stand_in, age, model, names)
        measured = {} if name in STILL else model.measured.get(name, model.measured.get(EVERY_CLASS, {}))
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
        corrected = _describe_correction(name, model)
        return stand_in, f"{told} gave no sane number here: {stand_in} instead.{corrected}"
    if name == TOO_SHORT:
        short = f"Only {age} {model.frequency}{'s' if age != 1 else ''} of history: {intended}"
        if likes:
            return f"{intended} + like products", f"{short}, drawn towards like products: {likes}."[:255]
        return intended, f"{short}, with what the catalogue teaches, no larger than is usual."
    figures = model.measured.get(name) or model.measured.get(EVERY_CLASS, {})
    if "wape" in figures and figures.get("naive_wape"):
        compared = _compare(figures["wape"] / figures["naive_wape"])
        corrected = _describe_correction(name, model)
        return intended, f"{intended} {_describe_choice(name, model)}: {compared}.{corrected}"
    return intended, f"{intended} is used for {name} demand: too little history for a backtest."


def _describe_choice(name: str, model: Model) -> str:
    if name in model.choices:
        return f"won the backtest for {name} demand"
    return f"won the backtest of all products, as too few are {name}; on these"


def _compare(ratio: float) -> str:
    if ratio >= 2:
        return f"{ratio:,.1f} times the absolute error of seasonal naive"
    if ratio > 1:
        return f"{ratio - 1:.0%} more absolute error than seasonal naive"
    return f"{1 - ratio:.0%} less error than seasonal naive"


def _describe_correction(name: str, model: Model) -> str:
    change = model.corrections.get(name, model.corrections.get(EVERY_CLASS, 1.0)) - 1
    if abs(change) < 0.005:
        return ""
    raised, short = ("raised", "low") if change > 0 else ("lowered", "high")
    return (
        f" The mean is {raised} by {abs(change):.0%}: the backtest's windows agree that it was too {short}."
    )
