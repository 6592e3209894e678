"""Monitoring: how good past forecasts turned out to be."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from foresail.queries import monitoring as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.monitoring import MonitoringResponse, ScoresResponse

Product = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=255,
        description="One product; by default, all products together.",
        examples=["Tea"],
    ),
]
Since = Annotated[date | None, Query(description="The first day.")]
Until = Annotated[date | None, Query(description="The last day.")]

router = noun("/monitoring", "forecasts", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=MonitoringResponse)
def get_monitoring(
    product: Product = None,
    since: Since = None,
    until: Until = None,
    by: Annotated[
        Literal["step", "week", "month"], Query(description="The step of the forecasts, or a longer step.")
    ] = "step",
) -> dict[str, Any]:
    """Accuracy, bias and coverage over time, of the forecast seen last before each step; and drift."""
    return queries.read_monitoring(since, until, by, product)


@router.get("/scores", response_model=ScoresResponse)
def get_scores(
    product: Product = None,
    since: Since = None,
    until: Until = None,
    of: Annotated[
        Literal["lead", "model", "run", "class", "category", "store"],
        Query(
            description="Lead times (1, 7, 14, 28 steps), models, runs, demand classes, categories or stores."
        ),
    ] = "lead",
    demand_class: Annotated[str | None, Query(alias="class", max_length=20, examples=["smooth"])] = None,
    category: Annotated[str | None, Query(max_length=255, examples=["Drinks"])] = None,
    store: Annotated[str | None, Query(max_length=255, examples=["Berlin"])] = None,
) -> dict[str, Any]:
    """How good every forecast was that has come due, beside seasonal naive on the same days."""
    within = {"class": demand_class, "category": category, "store": store}
    return queries.read_scores(of, since, until, product, within)
