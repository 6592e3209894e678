"""The files of the pages: their modules in one bundle, their sentences by language, and the icons.

They are for everyone who is logged in: Airflow loads them for its dashboard, and would tell who may not see
forecasts of a failure. What the pages show is guarded by each endpoint.
"""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from foresail_web.access import permissions
from foresail_web.bundle import read_bundle

router = APIRouter(prefix="/ui", include_in_schema=False, dependencies=[permissions.is_logged_in])
FOR_GOOD = {"Cache-Control": "private, max-age=31536000, immutable"}
icons = StaticFiles(directory=Path(__file__).parent.parent / "ui" / "icons")


@router.get("/{digest}/foresail.js")
async def get_bundle(digest: str) -> Response:
    """The bundle, which a browser keeps for good; an address of another version leads to this one."""
    bundle = read_bundle()
    if digest != bundle.digest:
        return _lead_to(f"{bundle.digest}/foresail.js")
    return Response(bundle.content, media_type="text/javascript", headers=FOR_GOOD)


@router.get("/{digest}/{language}.json")
async def get_language(digest: str, language: str) -> Response:
    """The sentences of the pages in a language, kept for as long as the bundle that asks for them."""
    bundle = read_bundle()
    if language not in bundle.languages:
        return Response(status_code=404)
    if digest != bundle.digest:
        return _lead_to(f"{bundle.digest}/{language}.json")
    return Response(bundle.languages[language], media_type="application/json", headers=FOR_GOOD)


def _lead_to(place: str) -> Response:
    return RedirectResponse(f"../{place}", headers={"Cache-Control": "no-store"})


@router.get("/icons/{path:path}")
async def get_icon(path: str, request: Request) -> Response:
    """One icon, kept for a day."""
    response = await icons.get_response(path, request.scope)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
