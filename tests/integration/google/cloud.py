"""A Google Cloud on loopback: its token server and the stand-ins of its services, under one address."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.integration.google.discovery import Access, Refused, Service
from tests.integration.serving.conftest import serving

ACCOUNT = "airflow@shop.iam.gserviceaccount.com"
TOKEN_SECONDS = 3600
STAY_HERE = {"HTTPS_PROXY": "http://127.0.0.1:9"}
"""Google's library asks, beside its work, where an account may be used from: no test calls anyone outside."""
AUDIENCE = "https://oauth2.googleapis.com/token"


class Cloud:
    """Gives tokens to a service account for its signed assertions, and routes calls to its services."""

    def __init__(self) -> None:
        self.access = Access(read_signed=self._read_signed)
        self.services: list[Service] = []
        self.others: list[Any] = []
        self.url = ""
        self.new_key()
        self._numbers = count(1)

    def _read_signed(self, token: str) -> frozenset[str]:
        """Google takes a token that the account has signed itself, too: short-lived, with scopes."""
        try:
            said = jwt.decode(
                token, self._key.public_key(), ["RS256"], options={"require": ["exp", "iat", "scope"]}
            )
        except jwt.InvalidTokenError:
            return frozenset()
        is_own = said["iss"] == said["sub"] == ACCOUNT and said["exp"] - said["iat"] <= TOKEN_SECONDS
        return frozenset(said["scope"].split()) if is_own else frozenset()

    def new_key(self) -> None:
        """A new key for the account; what was signed with the last is refused."""
        self._key = rsa.generate_private_key(65537, 2048)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        answer = await self._route(request)
        await answer(scope, receive, send)

    async def _route(self, request: Request) -> Response:
        path = request.url.path
        if path == "/token":
            return await self._give_token(request)
        for service in self.services:
            if found := service.find(request.method, path):
                return await service.answer(request, *found)
        for other in self.others:
            if other.is_for(path):
                return await other.answer(request)
        return Refused(404, f"The requested URL {path} was not found on this server.").answer()

    async def _give_token(self, request: Request) -> JSONResponse:
        form = parse_qs((await request.body()).decode())
        try:
            said = jwt.decode(form["assertion"][0], self._key.public_key(), ["RS256"], audience=AUDIENCE)
        except jwt.InvalidTokenError as error:
            return JSONResponse({"error": "invalid_grant", "error_description": str(error)}, 400)
        token = f"ya29.{next(self._numbers)}"
        self.access.tokens[token] = frozenset(said["scope"].split())
        return JSONResponse({"access_token": token, "expires_in": TOKEN_SECONDS, "token_type": "Bearer"})

    def account(self) -> dict[str, str]:
        """The key of the service account."""
        key = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": "shop",
            "private_key_id": "1",
            "private_key": key.decode(),
            "client_email": ACCOUNT,
            "token_uri": f"{self.url}/token",
        }

    def connection(self, **extras: Any) -> str:
        """The Airflow Connection of the service account."""
        extra = {"keyfile_dict": json.dumps(self.account()), "project": "shop", **extras}
        return json.dumps({"conn_type": "google_cloud_platform", "extra": extra})


@contextmanager
def running(cloud: Cloud) -> Iterator[Cloud]:
    """The cloud at an address of its own, for as long as the context lasts."""
    with serving(cloud) as url:
        cloud.url = url
        yield cloud


def stamp(moment: datetime, ahead: timedelta = timedelta()) -> str:
    return (moment + ahead).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
