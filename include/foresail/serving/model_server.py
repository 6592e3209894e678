"""The client's side of a model server: forecasts that the cache lacks, within a second or two."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

import httpx

from foresail.errors import BadRequest, ModelServerUnavailable
from foresail.serving import protocol
from foresail.serving.making import Origin
from foresail.serving.protocol import Answer, Parameters, Product, Question, to_rows

PORT = 8090
PREDICT = "/predict"
TIMEOUT = httpx.Timeout(20, connect=2)


class ModelServer(Protocol):
    """Forecasts products over a horizon from a registered model, without a Dag run."""

    def forecast(self, origin: Origin, products: Mapping[str, int], horizon: int) -> list[dict[str, Any]]:
        """Rows of table `forecast_series` of products (number by key); raises ModelServerUnavailable."""
        ...


class HttpModelServer:
    """`python -m foresail.serving` at an address, called with its token."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def forecast(self, origin: Origin, products: Mapping[str, int], horizon: int) -> list[dict[str, Any]]:
        """See ModelServer."""
        question = make_question(origin, products, horizon)
        try:
            answer = httpx.post(self._url, content=question, headers=self._headers, timeout=TIMEOUT)
        except httpx.HTTPError as error:
            raise unavailable(type(error).__name__) from error
        return read_answer(answer.status_code, answer.content)


def make_question(origin: Origin, products: Mapping[str, int], horizon: int) -> bytes:
    """The body of a call."""
    asked = [Product(number, key) for key, number in products.items()]
    return protocol.encode(Question(asked, Parameters(horizon, **asdict(origin))))


def read_answer(status: int, body: bytes) -> list[dict[str, Any]]:
    """The rows of an answer; raises ModelServerUnavailable."""
    if status != 200:
        raise unavailable(f"status {status}")
    try:
        return to_rows(protocol.decode(body, Answer))
    except BadRequest as error:
        raise unavailable("an answer in the wrong form") from error


def unavailable(reason: str) -> ModelServerUnavailable:
    """The error for a server that did not answer as it should."""
    return ModelServerUnavailable(
        f"The model server gave no usable answer ({reason}).", "Check its Connection, foresail_model_server."
    )
