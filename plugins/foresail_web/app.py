"""Puts the app together: routes, error bodies and the guarded documentation."""

from fastapi import FastAPI
from foresail import __version__

from foresail_web import errors
from foresail_web.routes import (
    aliases,
    calendar,
    documentation,
    forecasts,
    health,
    mappings,
    models,
    products,
    sales,
    schedules,
    stats,
    subscribers,
    ui,
    uploads,
    validations,
)

API = "/api/v1"
NOUNS = (
    uploads,
    validations,
    mappings,
    aliases,
    forecasts,
    models,
    calendar,
    products,
    sales,
    stats,
    schedules,
    subscribers,
    health,
    documentation,
)


def create_app() -> FastAPI:
    """The app that Airflow mounts under /foresail."""
    # FastAPI's own documentation routes stand outside every guard, so they are off.
    app = FastAPI(
        title="Foresail",
        version=__version__,
        description="Demand forecasts from sales workbooks, inside Airflow.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    errors.register(app)
    for noun in NOUNS:
        app.include_router(noun.router, prefix=API)
    app.include_router(ui.router)
    return app
