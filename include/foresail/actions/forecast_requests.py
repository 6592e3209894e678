"""Requests for forecasts that the cache lacks: a model server answers, into the cache."""

from collections.abc import Sequence

from foresail.airflow import connections
from foresail.serving import answering
from foresail.serving.answering import question_digest
from foresail.serving.model_server import PORT, PREDICT, HttpModelServer, ModelServer, unavailable
from foresail.serving.protocol import PRODUCTS_MAX

__all__ = ["PRODUCTS_MAX", "answer_by_model_server", "question_digest"]
GOOGLE = "google_cloud_platform"


def answer_by_model_server(run_id: int, horizon: int, names: Sequence[str]) -> bool:
    """Have the products of a run forecast further; False where no model server is set.

    Raises ModelServerUnavailable.
    """
    server = _find_server()
    if server is None:
        return False
    answering.answer(connections.warehouse(), server, run_id, horizon, names)
    return True


def _find_server() -> ModelServer | None:
    """The model server that is set, if one is; raises ModelServerUnavailable for one that is set wrongly."""
    connection = connections.find_connection(connections.MODEL_SERVER)
    if connection is None:
        return None
    if connection.conn_type != GOOGLE:
        url = f"{connection.schema or 'http'}://{connection.host}:{connection.port or PORT}{PREDICT}"
        return HttpModelServer(url, connection.password or "")
    from foresail.google.vertex_ai import VertexEndpoint

    try:
        credentials = connections.google_credentials(connections.MODEL_SERVER)
    except Exception as error:  # whatever is wrong with a key, its text may hold some of it
        raise unavailable(f"no credentials: {type(error).__name__}") from None
    extras = connection.extra_dejson
    return VertexEndpoint(str(extras.get("endpoint")), credentials, extras.get("address"))
