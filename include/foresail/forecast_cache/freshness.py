"""Whether a forecast is fresh, stale or missing, and why: in words that a planner can act on."""

from dataclasses import dataclass
from datetime import date

from foresail.forecast_cache.records import FRESH, MISSING, STALE, Status
from foresail.settings import settings
from foresail.time_steps import first_day, last_day
from foresail.warehouse.forecast_cache import CacheState
from foresail.warehouse.runs import Run


@dataclass(frozen=True)
class Subject:
    """Whose forecast is assessed: whether the product is known, and whether the published run holds it."""

    product: str
    store: str | None
    is_known: bool
    is_held: bool


def last_step(run: Run, horizon: int) -> date:
    """The first day of a run's `horizon`-th step."""
    return first_day(run.as_of, run.frequency, horizon)


def assess(
    subject: Subject, run: Run | None, state: CacheState, today: date, horizon: int | None
) -> tuple[Status, str]:
    """The status of one product's forecast from `run` (none: there is no forecast), and the reason."""
    if run is None:
        return MISSING, _why_missing(subject, state, horizon)
    if run.data_version < state.data_version:
        return STALE, (
            f"Sales were stored after this forecast was made: it uses data version {run.data_version}, "
            f"and the newest is {state.data_version}."
        )
    if state.champion_id not in (None, run.model_id):
        return STALE, f"Model {state.champion_id} was promoted after this forecast was made."
    ends = last_day(last_step(run, run.horizon), run.frequency)
    if ends < today:
        return STALE, f"The forecast ended on {ends}, which is in the past: upload newer sales."
    return FRESH, "It uses all stored sales and comes from the current model."


def _why_missing(subject: Subject, state: CacheState, horizon: int | None) -> str:
    name, run = subject.product, state.run
    if not subject.is_known:
        return f"There is no product named {name[:80]!r}."
    if run is None:
        return "No forecasts are published yet."
    if subject.is_held:
        return f"The published forecasts reach {run.horizon} {run.frequency}s ahead, not {horizon}."
    if subject.store and settings().series != "product-store":
        return "Forecasts cover all stores together only (FORESAIL_SERIES)."
    if state.data_version > run.data_version:
        return f"{name!r} is not in run {run.run_id}: sales were stored after that run's data."
    return f"{name!r} is not in run {run.run_id}: {_why_left_out(subject, run.frequency)}"


def _why_left_out(subject: Subject, step: str) -> str:
    if subject.store:
        return (
            f"none were sold in {subject.store[:80]!r} in a complete {step} by then, or the run was made "
            "before forecasts by store were turned on: start foresail_train."
        )
    return (
        f"none were sold in a complete {step} by then, or there were only returns, and it was not listed "
        "recently beside like products."
    )
