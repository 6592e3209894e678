"""Registers Foresail with Airflow: its REST endpoints and its pages, and nothing else."""

from airflow.plugins_manager import AirflowPlugin
from foresail_web.app import create_app
from foresail_web.bundle import read_bundle

# Without a slash before it an address is below the path that Airflow is served at.
UI = "foresail/ui"
PAGES = {
    "name": "Foresail",
    "bundle_url": f"{UI}/{read_bundle().digest}/foresail.js",
    "icon": f"{UI}/icons/sail.svg",
    "icon_dark_mode": f"{UI}/icons/sail-light.svg",
}


class ForesailPlugin(AirflowPlugin):
    """Foresail in the Airflow api-server."""

    name = "foresail"
    fastapi_apps = [{"app": create_app(), "url_prefix": "/foresail", "name": "Foresail"}]  # noqa: RUF012
    react_apps = [  # noqa: RUF012
        {**PAGES, "destination": "nav", "nav_top_level": True, "url_route": "foresail"},
        {**PAGES, "destination": "dag_run", "url_route": "foresail-run"},
        {
            **PAGES,
            "name": "Foresail on the dashboard",
            "destination": "dashboard",
            "url_route": "foresail-panel",
        },
    ]
