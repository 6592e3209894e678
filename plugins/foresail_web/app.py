"""Puts the app together: routes, error bodies and the guarded documentation."""

from fastapi import FastAPI
from foresail import __version__

from foresail_web import errors
from foresail_web.models.body import Error
from foresail_web.routes import (
    aliases,
    audit,
    calendar,
    documentation,
    exports,
    forecasts,
    health,
    mappings,
    models,
    monitoring,
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
DESCRIPTION = """Demand forecasts from sales workbooks, inside Airflow.

Amounts are **units**; a *step* is a day, a week or a month; money is in whatever the workbooks are in; times
are ISO 8601 with their offset. Lists take `limit`, `offset` and `sort` and answer with `total` and one page.
Every error has the body `Error`: what is wrong, what to do, and an id that finds it in the api-server's log.
"""
REFUSALS: dict[int | str, str] = {
    401: "No valid token came with the call.",
    403: "The caller may not do this.",
    404: "What was asked for does not exist.",
    409: "It cannot be done as things are now.",
    422: "The call itself is wrong; the message says where.",
    503: "The warehouse, the object storage or Airflow does not answer.",
}
NOUNS = (
    uploads,
    validations,
    mappings,
    aliases,
    exports,
    forecasts,
    models,
    monitoring,
    calendar,
    products,
    sales,
    stats,
    schedules,
    subscribers,
    audit,
    health,
    documentation,
)


def create_app() -> FastAPI:
    """The app that Airflow mounts under /foresail."""
    # FastAPI's own documentation routes stand outside every guard, so they are off.
    app = FastAPI(
        title="Foresail",
        version=__version__,
        description=DESCRIPTION,
        responses={status: {"model": Error, "description": told} for status, told in REFUSALS.items()},
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    errors.register(app)
    for noun in NOUNS:
        app.include_router(noun.router, prefix=API)
    app.include_router(ui.router)
    return app
