"""Audit: who did what, and when."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query
from foresail.queries import audit as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged
from foresail_web.schemas.audit import AuditCollectionResponse

router = noun("/audit", "audit", dependencies=[permissions.may_read_audit])


@router.get("", response_model=AuditCollectionResponse)
def list_audit(
    page: Paged,
    who: Annotated[str | None, Query(max_length=255, description="The name of the user.")] = None,
    action: Annotated[str | None, Query(max_length=40, examples=["set schedule"])] = None,
    subject: Annotated[str | None, Query(max_length=255, examples=["foresail_train"])] = None,
    since: Annotated[date | None, Query(description="The first day, in UTC.")] = None,
    until: Annotated[date | None, Query(description="The last day, in UTC.")] = None,
) -> dict[str, Any]:
    """Every write with its caller, newest first; sorted by `id` or `happened_at`."""
    return queries.search(page, who=who, action=action, subject=subject, since=since, until=until)
