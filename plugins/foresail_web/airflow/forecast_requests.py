"""Requests that the cache does not answer: the model server is asked, else a run, once for all who ask."""

import logging

from anyio import to_thread
from cachetools import TTLCache
from fastapi import Request
from foresail.actions.forecast_requests import PRODUCTS_MAX, answer_by_model_server, question_digest
from foresail.dag_ids import PREDICT, TRAIN
from foresail.errors import ModelServerUnavailable
from foresail.queries.forecasts import Lookup
from foresail.queries.uploads import RunOfDag

from foresail_web.access import permissions
from foresail_web.airflow.rest_api import AirflowApi

log = logging.getLogger(__name__)
SPARED_SECONDS = 60
_failed: TTLCache[str, bool] = TTLCache(maxsize=1, ttl=SPARED_SECONDS)
"""A model server that failed is not asked for a while: each caller would wait for it."""


async def ask_model_server(request: Request, lookup: Lookup) -> bool:
    """Whether a model server has written what was missing into the cache: the lookup can be made again.

    Whoever may not start a run of foresail_predict may not ask it, nor may another site's page.
    """
    if not lookup.missing or len(lookup.missing) > PRODUCTS_MAX or not _reaches_too_far(lookup):
        return False
    if not permissions.is_same_site(request) or not await permissions.asks_for_forecasts.opens_for(request):
        return False
    return await to_thread.run_sync(_answer, lookup)


def _answer(lookup: Lookup) -> bool:
    run, horizon = lookup.state.run, lookup.horizon
    assert run is not None and horizon is not None
    if _failed:
        return False
    try:
        return answer_by_model_server(run.run_id, horizon, lookup.missing)
    except ModelServerUnavailable as error:
        _failed["since"] = True
        log.warning("%s A run answers instead.", error)
        return False


async def ensure_requested(request: Request, airflow: AirflowApi, lookup: Lookup) -> RunOfDag | None:
    """The run that will answer; none where the caller may not start one.

    A cookie alone starts nothing from another site's page: this is called by a GET.
    """
    if not permissions.is_same_site(request):
        return None
    if _reaches_too_far(lookup):
        return await _request_further(request, airflow, lookup)
    return await _request_training(request, airflow, lookup)


def _reaches_too_far(lookup: Lookup) -> bool:
    """Whether the published run ends before the horizon that is asked for."""
    run = lookup.state.run
    return run is not None and lookup.horizon is not None and lookup.horizon > run.horizon


async def _request_further(request: Request, airflow: AirflowApi, lookup: Lookup) -> RunOfDag | None:
    """A run of foresail_predict that reaches further, for the missing products."""
    if not await permissions.asks_for_forecasts.opens_for(request):
        return None
    run, names = lookup.state.run, sorted(lookup.missing)
    assert run is not None and lookup.horizon is not None
    dag_run_id = f"requested-{run.run_id}-{question_digest(lookup.horizon, names)}"
    await airflow.trigger(PREDICT, dag_run_id, {"horizon": lookup.horizon, "products": names})
    return RunOfDag(PREDICT, dag_run_id)


async def _request_training(request: Request, airflow: AirflowApi, lookup: Lookup) -> RunOfDag | None:
    """The run of foresail_train that uses newer sales, or of foresail_predict that publishes them."""
    for dag_id in (TRAIN, PREDICT):
        active = await airflow.active_run(dag_id)
        if active is not None:
            return RunOfDag(dag_id, active)
    if lookup.state.data_version == 0 or not await permissions.asks_for_training.opens_for(request):
        return None
    dag_run_id = f"requested-{lookup.state.data_version}"
    await airflow.trigger(TRAIN, dag_run_id, {})
    return RunOfDag(TRAIN, dag_run_id)
