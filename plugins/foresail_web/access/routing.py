"""How a call comes in: its guard before its body, and JSON that can be read in one way only."""

import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from foresail.errors import BadRequest, ForesailError

from foresail_web.access.permissions import Door
from foresail_web.schemas.body import Error

API = "/api/v1"
REFUSALS: dict[int | str, str] = {
    401: "The call has no valid token.",
    403: "You are not allowed to do this.",
    404: "This does not exist.",
    409: "This cannot be done in the current state.",
    422: "The request is invalid; the message says where.",
    503: "The warehouse, the object storage or Airflow does not answer.",
}
JSON_MAX_BYTES = 16 * 1024**2
VALUES_MAX = 1_000_000
"""Twice what the longest calendar has; a body of millions of empty lists would take half a minute to read."""
DEEPEST = 20


class BodyTooLarge(ForesailError):
    """The JSON body is too large."""

    code = "body-too-large"


class GuardedRoute(APIRoute):
    """FastAPI would read a body before it asks a guard: here nothing is read of those who may not pass."""

    def get_route_handler(self) -> Callable[..., Any]:
        """The handler, behind the route's guards and the check of its JSON."""
        handle = super().get_route_handler()
        doors = [kept.dependency for kept in self.dependencies if isinstance(kept.dependency, Door)]

        async def guarded(request: Request) -> Any:
            for door in doors:
                await door(request)
            if self.body_field is not None:
                check_json(await _read(request))
            return await handle(request)

        return guarded


def noun(prefix: str, tag: str, **options: Any) -> APIRouter:
    """A router for the routes of one noun."""
    return APIRouter(
        prefix=API + prefix,
        tags=[tag],
        route_class=GuardedRoute,
        responses={status: {"model": Error, "description": meaning} for status, meaning in REFUSALS.items()},
        generate_unique_id_function=lambda route: route.name,
        **options,
    )


async def _read(request: Request) -> bytes:
    """The body, which later reads find again; raises BodyTooLarge as soon as it is too long."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > JSON_MAX_BYTES:
            raise BodyTooLarge(
                f"The body is larger than {JSON_MAX_BYTES // 1024**2} MiB.", "Send it in smaller parts."
            )
        parts.append(part)
    request._body = b"".join(parts)
    return request._body


def check_json(body: bytes) -> None:
    """Raise BadRequest for JSON that reads in two ways or none: a key twice, NaN, half characters, depth.

    So it does for more values than any body needs, before they are read: no other call is answered meanwhile.
    """
    if not body:
        return
    if body.count(b",") > VALUES_MAX:
        raise BadRequest(f"The body has more than {VALUES_MAX:,} values.", "Send it in smaller parts.")
    try:
        content = json.loads(body, object_pairs_hook=_once, parse_constant=_not_a_number)
        json.dumps(content, ensure_ascii=False).encode()
        deep = _depth(content) > DEEPEST
    except (ValueError, RecursionError) as error:
        raise BadRequest(
            f"The body is not valid JSON: {_short(error)}.", "Send a JSON object in UTF-8."
        ) from error
    if deep:
        raise BadRequest(f"The body is nested more than {DEEPEST} levels deep.", "See /foresail/api/v1/docs.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("an object has the same key twice")
    return content


def _not_a_number(text: str) -> None:
    raise ValueError(f"{text} is not a number")


def _depth(content: Any) -> int:
    inner = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return 1 + max(map(_depth, inner), default=0)


def _short(error: Exception) -> str:
    text = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
    return text.split(":", 1)[0][:120]
