"""Models: the champion and those before it, their leaderboards, and rolling back or forward."""

from typing import Any
from uuid import uuid4

from anyio import to_thread
from fastapi import Response
from foresail import deployment
from foresail.clock import now
from foresail.queries import models as queries
from foresail.warehouse import audit, promotions
from foresail.warehouse.connecting import reading, writing

from foresail_web import guards
from foresail_web.airflow_api import Airflow, run_address
from foresail_web.lists import Paged
from foresail_web.models.models import ModelList, ModelResponse, PromotionResponse
from foresail_web.routing import noun

router = noun("/models", "models")


@router.get("", response_model=ModelList, dependencies=[guards.may_read_forecasts])
def list_models(page: Paged) -> dict[str, Any]:
    """The registered models, newest first, each with its verdict and whether it is champion."""
    with reading(deployment.warehouse()) as connection:
        return queries.list_models(connection, page)


@router.get("/{model_id}", response_model=ModelResponse, dependencies=[guards.may_read_forecasts])
def get_model(model_id: int) -> dict[str, Any]:
    """A model with its leaderboard: every method's figures, per demand class and stretch of lead time."""
    with reading(deployment.warehouse()) as connection:
        return queries.read_model(connection, model_id)


@router.post(
    "/{model_id}/promote",
    status_code=202,
    response_model=PromotionResponse,
    dependencies=[guards.may_edit_training, guards.may_forecast],
)
async def promote(model_id: int, response: Response, who: guards.Caller, airflow: Airflow) -> dict[str, Any]:
    """Make a model champion, an earlier or a kept-out one, and forecast with it at once."""
    await to_thread.run_sync(_promote, model_id, who)
    run = {"dag_id": guards.PREDICT, "dag_run_id": f"promoted_{model_id}_{uuid4().hex[:8]}"}
    await airflow.trigger(**run, conf={})
    response.headers["Location"] = run_address(run)
    return {"model_id": model_id, **run}


def _promote(model_id: int, who: str) -> None:
    with writing(deployment.warehouse()) as connection:
        queries.find_registered(connection, model_id)
        before = promotions.champion(connection)
        promotions.promote(connection, model_id, now(), who, "Promoted by hand.")
        states = {"before": before and {"model_id": before["id"]}, "after": {"model_id": model_id}}
        audit.record(connection, who, "promote model", str(model_id), **states)
