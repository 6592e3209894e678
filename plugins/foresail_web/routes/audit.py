"""Audit: who did what, and when."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query
from foresail import deployment
from foresail.warehouse import audit
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.lists import Paged
from foresail_web.models.audit import AuditCollectionResponse
from foresail_web.routing import noun

router = noun("/audit", "audit", dependencies=[guards.may_read_audit])


@router.get("", response_model=AuditCollectionResponse)
def list_audit(
    page: Paged,
    who: Annotated[str | None, Query(max_length=255, description="The caller's name.")] = None,
    action: Annotated[str | None, Query(max_length=40, examples=["set schedule"])] = None,
    subject: Annotated[str | None, Query(max_length=255, examples=["foresail_train"])] = None,
    since: Annotated[date | None, Query(description="The first day, in UTC.")] = None,
    until: Annotated[date | None, Query(description="The last day, in UTC.")] = None,
) -> dict[str, Any]:
    """Every write with its caller, newest first; sorted by `id` or `happened_at`."""
    with reading(deployment.warehouse()) as connection:
        return audit.search(
            connection, page, who=who, action=action, subject=subject, since=since, until=until
        )
