"""Registers Foresail with Airflow: its REST endpoints and its pages, and nothing else."""

from airflow.plugins_manager import AirflowPlugin
from foresail_web.app import create_app


class ForesailPlugin(AirflowPlugin):
    """Foresail in the Airflow api-server."""

    name = "foresail"
    fastapi_apps = [{"app": create_app(), "url_prefix": "/foresail", "name": "Foresail"}]  # noqa: RUF012
    react_apps = [  # noqa: RUF012
        {
            "name": "Foresail",
            "bundle_url": "/foresail/ui/app.js",
            "destination": "nav",
            "category": "browse",
            "url_route": "foresail",
            "icon": "/foresail/ui/sail.svg",
            "icon_dark_mode": "/foresail/ui/sail-light.svg",
        }
    ]
