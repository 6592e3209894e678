"""Mappings: saved under a name, used again by it."""

from typing import Any

from foresail import deployment
from foresail.warehouse import mappings
from foresail.warehouse.connecting import reading, writing

from foresail_web import guards
from foresail_web.lists import Paged, Search
from foresail_web.models.mappings import MappingBody, MappingCollectionResponse, MappingResponse
from foresail_web.routing import noun

router = noun("/mappings", "uploads")


@router.get("", response_model=MappingCollectionResponse, dependencies=[guards.may_read_uploads])
def list_mappings(page: Paged, search: Search = "") -> dict[str, Any]:
    """Saved mappings, by `name` or `saved_at`."""
    with reading(deployment.warehouse()) as connection:
        return mappings.search(connection, search, page)


@router.put("/{name}", response_model=MappingResponse, dependencies=[guards.may_upload])
def save_mapping(name: str, body: MappingBody, who: guards.Caller) -> dict[str, Any]:
    """Save a mapping under a name, in place of one of that name."""
    with writing(deployment.warehouse()) as connection:
        mappings.save(connection, name, body.columns, who)
        return mappings.get(connection, name.strip())


@router.delete("/{name}", status_code=204, dependencies=[guards.may_upload])
def remove_mapping(name: str, who: guards.Caller) -> None:
    """Forget a mapping; what was read with it stays as it is."""
    with writing(deployment.warehouse()) as connection:
        mappings.remove(connection, name, who)
