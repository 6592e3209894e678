"""Whether a forecast is fresh, stale or missing, and why: in words that a planner can act on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from foresail.settings import settings
from foresail.stepping import first_day, last_day
from foresail.warehouse.forecasts import Cache

FRESH, STALE, MISSING = "fresh", "stale", "missing"


def last_step(run: Mapping[str, Any], horizon: int) -> date:
    """The first day of a run's `horizon`-th step."""
    return first_day(run["as_of"], run["frequency"], horizon)


def judge(
    row: Mapping[str, Any], run: Mapping[str, Any] | None, cache: Cache, today: date, horizon: int | None
) -> tuple[str, str]:
    """The status of one product's forecast from `run` (none: there is no forecast), and the reason."""
    if run is None:
        return MISSING, _why_missing(row, cache, horizon)
    if run["data_version"] < cache.data_version:
        return STALE, (
            f"Sales were stored after it: it knows data version {run['data_version']}, "
            f"and there is {cache.data_version}."
        )
    if cache.champion_id not in (None, run["model_id"]):
        return STALE, f"Model {cache.champion_id} was promoted after it."
    ends = last_day(last_step(run, run["horizon"]), run["frequency"])
    if ends < today:
        return STALE, f"It ends on {ends}, which has passed: upload newer sales."
    return FRESH, "It knows all sales, and comes from the model in use."


def _why_missing(row: Mapping[str, Any], cache: Cache, horizon: int | None) -> str:
    name = row["product"]
    if row["product_id"] is None:
        return f"No product is called {name[:80]!r}."
    if cache.run is None:
        return "No forecasts are published yet."
    if row["is_held"]:
        return (
            f"The published forecasts reach {cache.run['horizon']} {cache.run['frequency']}s ahead, "
            f"not {horizon}."
        )
    if row["store"] and settings().series != "product-store":
        return "Products are forecast over all stores only: FORESAIL_SERIES says so."
    if cache.data_version > cache.run["data_version"]:
        return f"{name!r} is not in run {cache.run['run_id']}: sales were stored after that run's data."
    return f"{name!r} is not in run {cache.run['run_id']}: {_why_left_out(row, cache.run['frequency'])}"


def _why_left_out(row: Mapping[str, Any], step: str) -> str:
    if row["store"]:
        return (
            f"nothing of it was sold in {row['store'][:80]!r} in a whole {step} there, or the run was made "
            "before forecasts by store were set: start foresail_train."
        )
    return (
        f"nothing of it was sold in a whole {step} there, or only returned, and it was not listed lately "
        "beside like products."
    )
