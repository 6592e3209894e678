"""Mappings: saved under a name, used again by it."""

from typing import Any

from foresail.actions import mappings as actions
from foresail.queries import mappings as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged, Search
from foresail_web.schemas.mappings import MappingBody, MappingCollectionResponse, MappingResponse

router = noun("/mappings", "uploads")


@router.get("", response_model=MappingCollectionResponse, dependencies=[permissions.may_read_uploads])
def list_mappings(page: Paged, search: Search = "") -> dict[str, Any]:
    """Saved mappings, by `name` or `saved_at`."""
    return queries.search(search, page)


@router.put("/{name}", response_model=MappingResponse, dependencies=[permissions.may_upload])
def save_mapping(name: str, body: MappingBody, who: permissions.Caller) -> dict[str, Any]:
    """Save a mapping under a name, in place of one of that name."""
    return vars(actions.save(name, body.columns, who))


@router.delete("/{name}", status_code=204, dependencies=[permissions.may_upload])
def remove_mapping(name: str, who: permissions.Caller) -> None:
    """Forget a mapping; what was read with it stays as it is."""
    actions.remove(name, who)
