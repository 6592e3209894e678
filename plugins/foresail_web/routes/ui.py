"""The files of the pages: plain ES modules, for those who may read forecasts."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.staticfiles import StaticFiles

from foresail_web.access import permissions

router = APIRouter(prefix="/ui", include_in_schema=False, dependencies=[permissions.may_read_forecasts])
files = StaticFiles(directory=Path(__file__).parent.parent / "ui")


@router.get("/{path:path}")
async def get_file(path: str, request: Request) -> Response:
    """One file; a browser asks again each time and is answered 304 while it is the same."""
    response = await files.get_response(path, request.scope)
    response.headers["Cache-Control"] = "no-cache"
    return response
