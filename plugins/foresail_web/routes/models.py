"""Models: the champion and those before it, their leaderboards, and rolling back or forward."""

from typing import Any
from uuid import uuid4

from anyio import to_thread
from fastapi import Response
from foresail.actions import models as actions
from foresail.dag_ids import PREDICT, TRAIN
from foresail.queries import models as queries
from foresail.queries.uploads import RunOfDag

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.airflow.rest_api import Airflow, run_address
from foresail_web.lists import Paged
from foresail_web.schemas.models import ModelList, ModelResponse, PromotionResponse, TrainingResponse

router = noun("/models", "models")


@router.get("", response_model=ModelList, dependencies=[permissions.may_read_forecasts])
def list_models(page: Paged) -> dict[str, Any]:
    """The registered models, newest first, each with its verdict and whether it is champion."""
    return queries.list_models(page)


@router.post("", status_code=202, response_model=TrainingResponse, dependencies=[permissions.may_train])
async def train(response: Response, airflow: Airflow) -> dict[str, Any]:
    """Train on the sales and the calendar as they are now, and forecast with what comes of it."""
    # One that has begun may have read the calendar before it was changed; one that waits has not.
    dag_run_id = await airflow.active_run(TRAIN, ("queued",))
    if dag_run_id is None:
        dag_run_id = f"asked_{uuid4().hex[:8]}"
        await airflow.trigger(TRAIN, dag_run_id, {})
    response.headers["Location"] = run_address(RunOfDag(TRAIN, dag_run_id))
    return {"dag_id": TRAIN, "dag_run_id": dag_run_id}


@router.get("/{model_id}", response_model=ModelResponse, dependencies=[permissions.may_read_forecasts])
def get_model(model_id: int) -> dict[str, Any]:
    """A model with its leaderboard: every method's figures, per demand class and stretch of lead time."""
    return queries.read_model(model_id)


@router.post(
    "/{model_id}/promote",
    status_code=202,
    response_model=PromotionResponse,
    dependencies=[permissions.may_edit_training, permissions.may_forecast],
)
async def promote(
    model_id: int, response: Response, who: permissions.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Make a model champion, an earlier or a rejected one, and forecast with it at once."""
    await to_thread.run_sync(actions.promote, model_id, who)
    dag_run_id = f"promoted_{model_id}_{uuid4().hex[:8]}"
    await airflow.trigger(PREDICT, dag_run_id, {})
    response.headers["Location"] = run_address(RunOfDag(PREDICT, dag_run_id))
    return {"model_id": model_id, "dag_id": PREDICT, "dag_run_id": dag_run_id}
