"""`python -m foresail.serving`: the model server, on this machine or as a container of Vertex AI."""

import os
import sys

import uvicorn

from foresail.airflow import connections
from foresail.errors import ForesailError, SettingInvalid
from foresail.serving.app import make_app
from foresail.serving.model_server import PORT, PREDICT

TOKEN_MIN = 16
LOOPBACK = ("127.0.0.1", "localhost")
EVERYWHERE = "0.0.0.0"  # noqa: S104  (in a container)


def main() -> None:
    """Serve until stopped; raises SettingInvalid.

    Vertex AI says by AIP_* where to listen, and lets nobody in who may not call it; elsewhere the Connection
    says where, and its password is the token.
    """
    from foresail.forecasting import engine  # noqa: F401  (seconds, better now than at the first question)

    environ = os.environ
    if "AIP_HTTP_PORT" in environ:
        host, port, token = EVERYWHERE, int(environ["AIP_HTTP_PORT"]), None
    else:
        host, port, token = _by_connection()
    predict, health = environ.get("AIP_PREDICT_ROUTE", PREDICT), environ.get("AIP_HEALTH_ROUTE", "/health")
    app = make_app(connections.storage(), token, predict, health)
    uvicorn.run(app, host=host, port=port, access_log=False)


def _by_connection() -> tuple[str, int, str]:
    connection = connections.find_connection(connections.MODEL_SERVER)
    token = (connection.password if connection else None) or ""
    if connection is None or len(token) < TOKEN_MIN:
        raise SettingInvalid(
            f"The Connection {connections.MODEL_SERVER} has no password of {TOKEN_MIN} characters.",
            "Set it as docs/settings.md shows: the password is the token that callers send.",
        )
    host = LOOPBACK[0] if connection.host in LOOPBACK else EVERYWHERE
    return host, connection.port or PORT, token


if __name__ == "__main__":
    try:
        main()
    except ForesailError as error:
        sys.exit(str(error))
