"""Attention: what needs a person today."""

from typing import Any

from anyio import to_thread
from fastapi import Request
from foresail.queries import attention as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.airflow.rest_api import Airflow
from foresail_web.airflow.troubled_runs import find_trouble
from foresail_web.schemas.attention import AttentionResponse

router = noun("/attention", "stats", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=AttentionResponse, response_model_exclude_none=True)
async def list_attention(request: Request, airflow: Airflow) -> dict[str, Any]:
    """What waits for an answer, is missing, failed, late, stale or worse than it was, most urgent first."""
    with_uploads = await permissions.reads_uploads.opens_for(request)
    found = await to_thread.run_sync(queries.read_attention, with_uploads)
    items = sorted(found + await find_trouble(airflow), key=lambda item: item["severity"] != "error")
    return {"total": len(items), "items": items}
