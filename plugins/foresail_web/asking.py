"""Questions that the cache does not answer: the model server is asked, else a run, once for all who ask."""

import logging

from anyio import to_thread
from cachetools import TTLCache
from fastapi import Request
from foresail import deployment
from foresail.errors import ModelServerUnavailable
from foresail.queries.forecasts import Lookup
from foresail.serving import answering
from foresail.serving.protocol import PRODUCTS_MAX

from foresail_web import guards
from foresail_web.airflow_api import AirflowApi

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
    if not guards.is_same_site(request) or not await guards.asks_for_forecasts.opens_for(request):
        return False
    return await to_thread.run_sync(_answer, lookup)


def _answer(lookup: Lookup) -> bool:
    run, horizon = lookup.cache.run, lookup.horizon
    assert run is not None and horizon is not None
    if _failed:
        return False
    try:
        server = deployment.model_server()
        if server is None:
            return False
        answering.answer(deployment.warehouse(), server, run["run_id"], horizon, lookup.missing)
    except ModelServerUnavailable as error:
        _failed["since"] = True
        log.warning("%s A run answers instead.", error)
        return False
    return True


async def ensure_asked(request: Request, airflow: AirflowApi, lookup: Lookup) -> dict[str, str] | None:
    """The run that will answer: dag_id and dag_run_id; none where the caller may not start one.

    A cookie alone starts nothing from another site's page: this is called by a GET.
    """
    if not guards.is_same_site(request):
        return None
    if _reaches_too_far(lookup):
        return await _ask_further(request, airflow, lookup)
    return await _ask_for_training(request, airflow, lookup)


def _reaches_too_far(lookup: Lookup) -> bool:
    """Whether the published run ends before the horizon that is asked for."""
    run = lookup.cache.run
    return run is not None and lookup.horizon is not None and lookup.horizon > run["horizon"]


async def _ask_further(request: Request, airflow: AirflowApi, lookup: Lookup) -> dict[str, str] | None:
    """A run of foresail_predict that reaches further, for the missing products."""
    if not await guards.asks_for_forecasts.opens_for(request):
        return None
    run = lookup.cache.run
    assert run is not None
    names = sorted(lookup.missing)
    assert lookup.horizon is not None
    dag_run_id = f"asked-{run['run_id']}-{answering.question_digest(lookup.horizon, names)}"
    await airflow.trigger(guards.PREDICT, dag_run_id, {"horizon": lookup.horizon, "products": names})
    return {"dag_id": guards.PREDICT, "dag_run_id": dag_run_id}


async def _ask_for_training(request: Request, airflow: AirflowApi, lookup: Lookup) -> dict[str, str] | None:
    """The run of foresail_train that learns of newer sales, or of foresail_predict that publishes them."""
    for dag_id in (guards.TRAIN, guards.PREDICT):
        active = await airflow.active_run(dag_id)
        if active is not None:
            return {"dag_id": dag_id, "dag_run_id": active}
    if lookup.cache.data_version == 0 or not await guards.asks_for_training.opens_for(request):
        return None
    dag_run_id = f"asked-{lookup.cache.data_version}"
    await airflow.trigger(guards.TRAIN, dag_run_id, {})
    return {"dag_id": guards.TRAIN, "dag_run_id": dag_run_id}
