"""The API's documentation, behind the same guard as what it documents."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

from foresail_web import guards

router = APIRouter(tags=["documentation"], dependencies=[guards.may_read_forecasts])


@router.get("/openapi.json", include_in_schema=False)
def get_openapi(request: Request) -> dict[str, Any]:
    """The API as OpenAPI."""
    return {**request.app.openapi(), "servers": [{"url": "/foresail"}]}


@router.get("/docs", include_in_schema=False)
def get_docs() -> HTMLResponse:
    """The API as a page."""
    return get_swagger_ui_html(openapi_url="openapi.json", title="Foresail API")
