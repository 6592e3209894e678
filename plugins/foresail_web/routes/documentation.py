"""The API's documentation, behind the same guard as what it documents, from this machine alone."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from fastapi import Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse

from foresail_web.access import permissions
from foresail_web.access.routing import noun

router = noun("", "documentation", dependencies=[permissions.may_read_forecasts])
# Flask-AppBuilder, which Airflow's FAB auth manager is built on, brings Swagger's files: no page of ours
# fetches a script from elsewhere.
SWAGGER = {"swagger-ui.css": "css/swagger/swagger-ui.css", "swagger-ui-bundle.js": "js/swagger-ui-bundle.js"}


@router.get("/openapi.json", include_in_schema=False)
def get_openapi(request: Request) -> dict[str, Any]:
    """The API as OpenAPI."""
    schema = request.app.openapi()
    schemes = {
        "token": {"type": "http", "scheme": "bearer", "description": "From Airflow's POST /auth/token."}
    }
    components = {**schema["components"], "securitySchemes": schemes}
    return {
        **schema,
        "components": components,
        "security": [{"token": []}],
        "servers": [{"url": "/foresail"}],
    }


@router.get("/docs", include_in_schema=False)
def get_docs() -> HTMLResponse:
    """The API as a page."""
    return get_swagger_ui_html(
        openapi_url="openapi.json",
        title="Foresail API",
        swagger_js_url="docs/swagger-ui-bundle.js",
        swagger_css_url="docs/swagger-ui.css",
        swagger_favicon_url="../../ui/sail.svg",
    )


@router.get("/docs/{name}", include_in_schema=False)
def get_docs_file(name: Literal["swagger-ui.css", "swagger-ui-bundle.js"]) -> FileResponse:
    """A file of that page."""
    package = find_spec("flask_appbuilder")
    assert package is not None and package.origin is not None
    return FileResponse(Path(package.origin).parent / "static/appbuilder" / SWAGGER[name])
