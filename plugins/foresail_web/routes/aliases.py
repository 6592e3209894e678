"""Aliases: which product a name in an upload means; listed and removed."""

from typing import Any

from anyio import to_thread
from foresail.actions import aliases as actions
from foresail.queries import aliases as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.airflow import ingest_runs
from foresail_web.airflow.rest_api import Airflow
from foresail_web.lists import Paged, Search
from foresail_web.schemas.aliases import AliasCollectionResponse, TakenBackResponse

router = noun("/aliases", "products")


@router.get("", response_model=AliasCollectionResponse, dependencies=[permissions.may_read_uploads])
def list_aliases(page: Paged, search: Search = "") -> dict[str, Any]:
    """Every answer that is remembered, by `name` or `decided_at`; a target of null: its rows are dropped."""
    return queries.search(search, page)


@router.delete("/{alias_id}", response_model=TakenBackResponse, dependencies=[permissions.may_answer])
async def take_back_alias(alias_id: int, who: permissions.Caller, airflow: Airflow) -> dict[str, Any]:
    """Take an answer back: the uploads it touched are read anew, and the name is asked about again."""
    try:
        touched = await to_thread.run_sync(actions.take_back, alias_id, who)
    finally:
        # Also where it was taken back before and Airflow did not hear of it then.
        await ingest_runs.restore(airflow)
    return {"restored_uploads": touched}
