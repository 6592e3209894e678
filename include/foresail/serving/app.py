"""The model server: answers questions for products and horizons that the cache lacks, within a second.

It speaks as Vertex AI asks of a container, and needs the object storage, but no database. Beside Vertex AI,
which asks its callers who they are, each call carries a token.
"""

import hmac
import logging
import uuid
from collections import defaultdict
from threading import Lock
from typing import Any

from anyio import to_thread
from msgspec import json, structs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foresail.errors import BadRequest, ForesailError, NotFound
from foresail.serving import protocol
from foresail.serving.making import Origin, make_series
from foresail.serving.protocol import Answer, Question, Series
from foresail.storage.objects import Storage
from foresail.warehouse.demand import shard_of

log = logging.getLogger(__name__)
JSON = "application/json"
STATUS = {BadRequest.code: 422, NotFound.code: 404}


def make_app(storage: Storage, token: str | None, predict_route: str, health_route: str) -> Starlette:
    """The server's routes; without a token they are open, for who guards them otherwise."""
    server = _Server(storage, token)
    return Starlette(
        routes=[
            Route(predict_route, server.predict, methods=["POST"]),
            Route(health_route, server.tell_health, methods=["GET"]),
        ]
    )


class _Server:
    """One question at a time: each takes all cores, and the memory of its shards."""

    def __init__(self, storage: Storage, token: str | None) -> None:
        self._storage = storage
        self._token = token
        self._working = Lock()

    async def tell_health(self, _: Request) -> Response:
        return Response(b"{}", media_type=JSON)

    async def predict(self, request: Request) -> Response:
        if not self._knows(request.headers.get("authorization", "")):
            return _refusal(401, "not-allowed", "The call does not carry this server's token.")
        try:
            question = protocol.decode(await _read_body(request), Question)
            answer = await to_thread.run_sync(self._answer, question)
        except ForesailError as error:
            return _refusal(STATUS.get(error.code, 500), error.code, str(error))
        except Exception:
            error_id = uuid.uuid4().hex
            log.exception("A request ended in an error, %s.", error_id)
            return _refusal(500, "internal", f"Something went wrong; find {error_id} in the log.")
        return Response(protocol.encode(answer), media_type=JSON)

    def _knows(self, authorization: str) -> bool:
        if self._token is None:
            return True
        return hmac.compare_digest(authorization.encode(), f"Bearer {self._token}".encode())

    def _answer(self, question: Question) -> Answer:
        with self._working:
            return Answer([Series(**row) for row in answer(self._storage, question)])


def answer(storage: Storage, question: Question) -> list[dict[str, Any]]:
    """The series of the products that are asked for; those that the snapshot lacks are left out.

    Raises NotFound where the storage does not hold the model or the snapshot, and as `make_series`.
    """
    parameters = structs.asdict(question.parameters)
    horizon = parameters.pop("horizon")
    origin = Origin(**parameters)
    shards = storage.keys(origin.snapshot_key)
    if not shards:
        raise NotFound(f"There is no snapshot {origin.snapshot_key}.", "Check FORESAIL_STORAGE.")
    wanted = defaultdict(list)
    for product in question.instances:
        wanted[shards[shard_of(product.key, len(shards))]].append(product.product_id)
    try:
        made = [make_series(storage, origin, key, horizon, only) for key, only in sorted(wanted.items())]
    except FileNotFoundError as error:
        raise NotFound("Part of the model is missing from the storage.", "Check FORESAIL_STORAGE.") from error
    return [row for rows in made for row in rows]


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > protocol.BODY_MAX_BYTES:
            raise BadRequest("The body is too large.", f"Ask for at most {protocol.PRODUCTS_MAX} products.")
    return bytes(body)


def _refusal(status: int, code: str, message: str) -> Response:
    return Response(json.encode({"error": {"code": code, "message": message}}), status, media_type=JSON)
