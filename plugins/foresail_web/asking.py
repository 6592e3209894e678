"""Runs for questions that the cache does not answer: found where one is under way, else started, once."""

import hashlib

from fastapi import Request
from foresail.queries.forecasts import Lookup

from foresail_web import guards
from foresail_web.airflow_api import AirflowApi


async def ensure_asked(request: Request, airflow: AirflowApi, lookup: Lookup) -> dict[str, str] | None:
    """The run that will answer: dag_id and dag_run_id; none where the caller may not start one.

    A cookie alone starts nothing from another site's page: this is called by a GET.
    """
    if not guards.is_same_site(request):
        return None
    if lookup.cache.run is not None and lookup.horizon and lookup.horizon > lookup.cache.run["horizon"]:
        return await _ask_further(request, airflow, lookup)
    return await _ask_for_training(request, airflow, lookup)


async def _ask_further(request: Request, airflow: AirflowApi, lookup: Lookup) -> dict[str, str] | None:
    """A run of foresail_predict that reaches further, for the missing products."""
    if not await guards.asks_for_forecasts.opens_for(request):
        return None
    run = lookup.cache.run
    assert run is not None
    names = sorted(lookup.missing)
    told = "\n".join((str(lookup.horizon), *names)).encode()
    dag_run_id = f"asked-{run['run_id']}-{hashlib.sha256(told).hexdigest()[:16]}"
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
