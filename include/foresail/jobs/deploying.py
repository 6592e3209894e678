"""The task of foresail_predict that tells Vertex AI which model is champion."""

from foresail.airflow import connections, tasks
from foresail.errors import NothingToForecast
from foresail.google import places
from foresail.google.registry import Entry
from foresail.jobs.working import job
from foresail.settings import settings
from foresail.storage.keys import model_key
from foresail.warehouse import models, promotions
from foresail.warehouse.connecting import reading


@job
def deploy(is_request: bool = False) -> dict[str, str]:
    """Register the champion, give it the alias and, where it is set, the traffic of the endpoint.

    After a promotion by hand the alias and the traffic go back to that model; run again, nothing changes.
    A run that answers one request ends as skipped.
    """
    if is_request:
        tasks.skip("This run answers a request; the champion is as it was.")
    with reading(connections.warehouse()) as connection:
        champion = promotions.champion(connection)
        if champion is None:
            raise NothingToForecast("No model is registered yet.", "Run foresail_train first.")
        figures = models.read_chosen(connection, champion.id)
    folder = f"{connections.storage().root}/{model_key(champion.id, '')}".rstrip("/")
    entry = Entry(
        champion.id,
        champion.data_version,
        champion.dag_run_id,
        champion.artifact_sha256 or "",
        folder,
        {name: value for name, value in figures.items() if name in ("wape", "rmse", "bias")},
    )
    version = places.registry().register(entry)
    if settings().vertex_registry == "register":
        return {"version": version}
    return {"version": version, "deployed": places.deployments().serve(version)}
