"""Stand-ins of Google's REST services, held to the discovery documents that google-api-python-client ships.

A document names every path, parameter and field of a service: what it does not name is refused here as Google
refuses it, and a stand-in's own answers are held to the same document.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Scopes = Mapping[str, frozenset[str]]
STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 409: "ALREADY_EXISTS",
            412: "FAILED_PRECONDITION", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}  # fmt: skip
JSON_TYPES = {
    "string": str,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
    "array": list,
    "object": dict,
}


class Refused(Exception):
    """An answer that is an error, in the form of Google's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code

    def answer(self) -> JSONResponse:
        status = STATUSES.get(self.code, "UNKNOWN")
        return JSONResponse({"error": {"code": self.code, "message": str(self), "status": status}}, self.code)


@dataclass
class Call:
    """A call that the document allows."""

    method: str
    path: dict[str, str]
    query: dict[str, str]
    body: dict[str, Any]
    url: str


@dataclass
class Access:
    """Which tokens are good for what; permissions that are denied; what was called."""

    tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    faults: list[int] = field(default_factory=list)
    read_signed: Callable[[str], frozenset[str]] = field(default=lambda token: frozenset())
    """The scopes of a token that an account has signed itself; none where it is not good."""

    def check(self, headers: Mapping[str, str], method: str, scopes: list[str], permission: str) -> None:
        token = headers.get("authorization", "").removeprefix("Bearer ")
        granted = self.tokens.get(token) or self.read_signed(token)
        if not granted:
            raise Refused(401, "Request had invalid authentication credentials.")
        if not granted & set(scopes):
            raise Refused(403, "Request had insufficient authentication scopes.")
        self.calls.append(method)
        if permission in self.denied:
            raise Refused(403, f"Permission '{permission}' denied on resource (or it may not exist).")
        if self.faults:
            raise Refused(self.faults.pop(0), "The service is currently unavailable.")


@cache
def document(name: str) -> dict[str, Any]:
    return json.loads(files("googleapiclient.discovery_cache").joinpath(f"documents/{name}.json").read_text())


def methods(resource: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [methods(each) for each in resource.get("resources", {}).values()]
    return [*resource.get("methods", {}).values(), *(method for each in inner for method in each)]


class Service:
    """The methods of a service that a stand-in has; `permissions` says which one each needs."""

    def __init__(
        self,
        name: str,
        access: Access,
        handlers: Mapping[str, Callable[[Call], Any]],
        permissions: Mapping[str, str],
    ):
        self._document, self._access = document(name), access
        self._handlers, self._permissions = handlers, permissions
        known = {method["id"]: method for method in methods(self._document)}
        self._routes = [(_pattern(known[method]), known[method]) for method in handlers]

    def find(self, verb: str, path: str) -> tuple[dict[str, str], dict[str, Any]] | None:
        for pattern, method in self._routes:
            found = pattern.fullmatch(path)
            if found and method["httpMethod"] == verb:
                return found.groupdict(), method
        return None

    async def answer(self, request: Request, path: dict[str, str], method: dict[str, Any]) -> Response:
        try:
            name = method["id"]
            self._access.check(request.headers, name, method["scopes"], self._permissions.get(name, ""))
            query = {key.lstrip("$"): value for key, value in request.query_params.items()}
            unknown = (
                set(query) - set(method.get("parameters", {})) - set(self._document["parameters"]) - {"alt"}
            )
            if unknown:
                raise Refused(400, f"Unknown name {sorted(unknown)[0]!r}: Cannot bind query parameter.")
            body = json.loads(await request.body() or b"{}")
            if "request" in method:
                self.check(method["request"], body, "")
            elif body:
                raise Refused(400, "The request has a body, and should not.")
            call = Call(name, path, query, body, str(request.url))
            told = await anyio.to_thread.run_sync(self._handlers[name], call) or {}
            if "response" in method:
                self.check(method["response"], told, "")
            return JSONResponse(told)
        except Refused as refused:
            return refused.answer()

    def check(self, schema: Mapping[str, Any], value: Any, at: str) -> None:
        """Raise Refused for what the document does not have there."""
        if "$ref" in schema:
            schema = self._document["schemas"][schema["$ref"]]
        kind = schema.get("type", "any")
        if kind == "any":
            return
        is_number_for_enum = "enum" in schema and isinstance(value, int)
        if not isinstance(value, JSON_TYPES[kind]) and not is_number_for_enum:
            raise Refused(400, f"Invalid value at '{at}' ({kind}), {value!r}.")
        if "enum" in schema and not is_number_for_enum and value not in schema["enum"]:
            raise Refused(400, f"Invalid value at '{at}' (enum), {value!r}.")
        if kind == "array":
            for number, each in enumerate(value):
                self.check(schema["items"], each, f"{at}[{number}]")
        if kind == "object":
            self._check_fields(schema, value, at)

    def _check_fields(self, schema: Mapping[str, Any], value: dict[str, Any], at: str) -> None:
        known, more = schema.get("properties", {}), schema.get("additionalProperties")
        for name, inner in value.items():
            where = known.get(name) or known.get(_camel(name)) or more
            if where is None:
                raise Refused(
                    400,
                    f"Invalid JSON payload received. Unknown name \"{name}\" at '{at}': Cannot find field.",
                )
            self.check(where, inner, f"{at}.{name}" if at else name)


def _pattern(method: dict[str, Any]) -> re.Pattern[str]:
    path = method.get("flatPath") or method["path"]
    return re.compile("/" + re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/:]+)", re.escape(path)))


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)
