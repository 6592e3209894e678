"""Puts the app together: routes, error bodies and the guarded documentation."""

from fastapi import FastAPI
from foresail import __version__

from foresail_web import errors
from foresail_web.routes import (
    aliases,
    attention,
    audit,
    calendar,
    documentation,
    exports,
    forecast_table,
    forecasts,
    health,
    mappings,
    meta,
    models,
    monitoring,
    products,
    sales,
    schedules,
    settings,
    stats,
    stores,
    subscribers,
    ui,
    uploads,
    validations,
)

DESCRIPTION = """Demand forecasts from sales workbooks, inside Airflow.

Amounts are **units**; a *step* is a day, a week or a month; money is in whatever the workbooks are in; times
are ISO 8601 with their offset. Lists take `limit`, `offset` and `sort` and answer with `total` and one page.
Every error has the body `Error`: what is wrong, what to do, and an id that finds it in the api-server's log.
"""
NOUNS = (
    forecasts,  # asked most, and routes are tried in this order
    exports,
    forecast_table,
    uploads,
    validations,
    mappings,
    aliases,
    models,
    monitoring,
    calendar,
    products,
    stores,
    sales,
    stats,
    attention,
    meta,
    schedules,
    subscribers,
    audit,
    settings,
    health,
    documentation,
    ui,
)


def create_app() -> FastAPI:
    """The app that Airflow mounts under /foresail."""
    # FastAPI's own documentation routes stand outside every guard, so they are off.
    app = FastAPI(
        title="Foresail",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    errors.register(app)
    # FastAPI's include_router would build each route, and the models of its parameters, a second time.
    app.router.routes.extend(route for noun in NOUNS for route in noun.router.routes)
    return app
