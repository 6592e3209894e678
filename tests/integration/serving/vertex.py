"""A Vertex AI endpoint with its token server: the wire as Google documents it, numbers as protobuf leaves them."""

import json
from urllib.parse import parse_qs

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Value
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ENDPOINT = "projects/shop/locations/europe-west3/endpoints/42"
ACCESS_TOKEN = "ya29.of-the-emulator"


class Vertex:
    """Lets in who shows the token that it gave for a signed assertion, and passes the body to a container."""

    def __init__(self, container: str) -> None:
        self._container = container
        self._key = rsa.generate_private_key(65537, 2048)
        self.app = Starlette(
            routes=[
                Route("/token", self.give_token, methods=["POST"]),
                Route(f"/v1/{ENDPOINT}:predict", self.predict, methods=["POST"]),
            ]
        )

    def connection(self, url: str) -> str:
        """The Airflow Connection of a service account that may call the endpoint."""
        key = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        account = {
            "type": "service_account",
            "project_id": "shop",
            "private_key_id": "1",
            "private_key": key.decode(),
            "client_email": "airflow@shop.iam.gserviceaccount.com",
            "token_uri": f"{url}/token",
        }
        extra = {"keyfile_dict": json.dumps(account), "endpoint": ENDPOINT, "address": url}
        return json.dumps({"conn_type": "google_cloud_platform", "extra": extra})

    async def give_token(self, request: Request) -> JSONResponse:
        form = parse_qs((await request.body()).decode())
        jwt.decode(form["assertion"][0], self._key.public_key(), ["RS256"], options={"verify_aud": False})
        return JSONResponse({"access_token": ACCESS_TOKEN, "expires_in": 3600, "token_type": "Bearer"})

    async def predict(self, request: Request) -> JSONResponse:
        if request.headers.get("authorization") != f"Bearer {ACCESS_TOKEN}":
            return JSONResponse({"error": {"code": 401, "status": "UNAUTHENTICATED"}}, 401)
        body = through_protobuf(await request.json())
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{self._container}/predict", json=body, timeout=60)
        told = answer.json() if answer.status_code != 200 else through_protobuf(answer.json())
        return JSONResponse({**told, "deployedModelId": "7"}, answer.status_code)


def through_protobuf(content: dict) -> dict:
    """What becomes of JSON in a google.protobuf.Value: each number is a double."""
    return MessageToDict(ParseDict(content, Value()))
