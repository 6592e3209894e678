"""Vertex AI: a model server behind an endpoint."""

from collections.abc import Mapping
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession
from requests import RequestException

from foresail.google.calling import ENDPOINT
from foresail.serving.making import Origin
from foresail.serving.model_server import TIMEOUT, make_question, read_answer, unavailable


class VertexEndpoint:
    """An endpoint with `python -m foresail.serving` behind it.

    Spoken to by REST with Google's own session: the client library would cost the api-server 3.7 s of CPU and
    107 MiB to import (docs/adr/0016).
    """

    def __init__(self, endpoint: str, credentials: Credentials, address: str | None = None) -> None:
        """`address` is for an endpoint with a domain of its own; raises ModelServerUnavailable."""
        named = ENDPOINT.fullmatch(endpoint)
        if named is None:
            raise unavailable("its extra `endpoint` is not projects/P/locations/L/endpoints/E")
        host = address or f"https://{named[1]}-aiplatform.googleapis.com"
        self._url = f"{host}/v1/{endpoint}:predict"
        self._session = AuthorizedSession(credentials)

    def forecast(self, origin: Origin, products: Mapping[str, int], horizon: int) -> list[dict[str, Any]]:
        """See ModelServer."""
        question = make_question(origin, products, horizon)
        headers = {"Content-Type": "application/json"}
        timeout = (TIMEOUT.connect, TIMEOUT.read)
        try:
            answer = self._session.post(self._url, data=question, headers=headers, timeout=timeout)
        except (RequestException, GoogleAuthError) as error:
            raise unavailable(type(error).__name__) from error
        return read_answer(answer.status_code, answer.content)
