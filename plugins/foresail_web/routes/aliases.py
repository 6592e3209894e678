"""Aliases: what names in uploads stand for, as it was answered; listed and taken back."""

from typing import Any

from anyio import to_thread
from foresail import deployment
from foresail.warehouse import aliases
from foresail.warehouse.connecting import reading, writing

from foresail_web import guards, ingesting
from foresail_web.airflow_api import Airflow
from foresail_web.lists import Paged, Search
from foresail_web.models.aliases import AliasCollectionResponse, TakenBackResponse
from foresail_web.routing import noun

router = noun("/aliases", "products")


@router.get("", response_model=AliasCollectionResponse, dependencies=[guards.may_read_uploads])
def list_aliases(page: Paged, search: Search = "") -> dict[str, Any]:
    """Every answer that is remembered, by `name` or `decided_at`; a target of null: its rows are dropped."""
    with reading(deployment.warehouse()) as connection:
        return aliases.search(connection, search, page)


@router.delete("/{alias_id}", response_model=TakenBackResponse, dependencies=[guards.may_answer])
async def take_back_alias(alias_id: int, who: guards.Caller, airflow: Airflow) -> dict[str, Any]:
    """Take an answer back: the uploads it touched are read anew, and the name is asked about again."""
    try:
        touched = await to_thread.run_sync(_take_back, alias_id, who)
    finally:
        # Also where it was taken back before and Airflow did not hear of it then.
        await ingesting.restore(airflow)
    return {"restored_uploads": touched}


def _take_back(alias_id: int, who: str) -> list[int]:
    with writing(deployment.warehouse()) as connection:
        return aliases.take_back(connection, alias_id, who)
