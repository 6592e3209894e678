"""A stand-in of Google Cloud Storage (storage.v1): objects with generations, preconditions, resumable uploads.

Faults can be set: answers of 503, a connection cut in the middle of a body, a write by another in between.
"""

import base64
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from email.parser import BytesParser
from itertools import count
from typing import Any
from urllib.parse import unquote

import google_crc32c
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from tests.integration.google.discovery import Access, Refused, document

SCOPES = ["https://www.googleapis.com/auth/cloud-platform"]
OBJECT = re.compile(r"/storage/v1/b/([^/]+)/o/(.+)")
ROUTES = re.compile(r"(/upload|/download)?/storage/v1/b/.*")
MULTIPART_MAX = 8 * 1024**2 + 4096


class Bucket:
    """The bucket `foresail`: what each object holds, and its generation."""

    def __init__(self, access: Access) -> None:
        self.objects: dict[str, tuple[int, bytes]] = {}
        self.cut_after: int | None = None
        self.between: Callable[[], None] | None = None
        self.delay = 0.0
        self.requests: list[str] = []
        self._access = access
        self._generations = count(1_700_000_000_000_000)
        self._sessions: dict[str, dict[str, Any]] = {}
        methods = document("storage.v1")["resources"]["objects"]["methods"]
        self._allowed = {name: set(method["parameters"]) for name, method in methods.items()}

    def is_for(self, path: str) -> bool:
        return ROUTES.fullmatch(path) is not None

    def put(self, name: str, data: bytes) -> None:
        self.objects[name] = (next(self._generations), data)

    async def answer(self, request: Request) -> Response:
        path = request.scope["raw_path"].decode()
        self.requests.append(f"{request.method} {path.split('/')[1]}")
        try:
            if request.query_params.get("upload_id"):
                return await self._resume(request)
            if path.startswith("/upload/"):
                return await self._insert(request)
            if path.endswith("/iam/testPermissions"):
                return self._test_permissions(request)
            found = OBJECT.fullmatch(path.removeprefix("/download"))
            if found is None:
                return self._list(request, path.split("/")[4])
            bucket, name = unquote(found[1]), unquote(found[2])
            return self._one(request, bucket, name)
        except Refused as refused:
            return refused.answer()

    def _check(self, request: Request, method: str, bucket: str) -> None:
        permission = {"insert": "storage.objects.create", "get": "storage.objects.get", "list": "storage.objects.list",
                      "delete": "storage.objects.delete"}[method]  # fmt: skip
        self._access.check(request.headers, f"storage.objects.{method}", SCOPES, permission)
        more = {"uploadType", "alt", "prettyPrint", "fields"}
        unknown = set(request.query_params) - self._allowed[method] - more
        if unknown:
            raise Refused(400, f"Unknown parameter {sorted(unknown)[0]}.")
        if bucket != "foresail":
            raise Refused(404, "The specified bucket does not exist.")

    def _test_permissions(self, request: Request) -> Response:
        self._access.check(request.headers, "storage.buckets.testIamPermissions", SCOPES, "")
        asked = request.query_params.getlist("permissions")
        granted = [each for each in asked if each not in self._access.denied]
        return JSONResponse({"kind": "storage#testIamPermissionsResponse", "permissions": granted})

    def _match(self, query: Any, name: str) -> None:
        expected = query.get("ifGenerationMatch")
        if expected is not None and int(expected) != self.objects.get(name, (0, b""))[0]:
            raise Refused(412, "At least one of the pre-conditions you specified did not hold.")

    def _one(self, request: Request, bucket: str, name: str) -> Response:
        method = {"GET": "get", "DELETE": "delete"}[request.method]
        self._check(request, method, bucket)
        if name not in self.objects:
            raise Refused(404, f"No such object: {bucket}/{name}")
        self._match(request.query_params, name)
        if method == "delete":
            del self.objects[name]
            return Response(status_code=204)
        if request.query_params.get("alt") == "media":
            return self._media(request, name)
        return JSONResponse(self._describe(name))

    def _media(self, request: Request, name: str) -> Response:
        generation, data = self.objects[name]
        first, last = 0, len(data) - 1
        if wanted := re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", "")):
            first, last = int(wanted[1]), min(int(wanted[2] or last), last)
        body = data[first : last + 1]
        headers = {
            "content-length": str(len(body)),
            "content-range": f"bytes {first}-{last}/{len(data)}",
            "x-goog-generation": str(generation),
            "x-goog-hash": f"crc32c={_crc32c(data)}",
        }
        cut, self.cut_after = self.cut_after, None
        status = 206 if "range" in request.headers else 200
        return StreamingResponse(_send(body, cut, self.delay), status, headers, "application/octet-stream")

    def _list(self, request: Request, bucket: str) -> Response:
        self._check(request, "list", bucket)
        query = request.query_params
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter")
        names, prefixes = [], set()
        for name in sorted(self.objects):
            if not name.startswith(prefix):
                continue
            inner = name.removeprefix(prefix)
            if delimiter and delimiter in inner:
                prefixes.add(prefix + inner.split(delimiter)[0] + delimiter)
            else:
                names.append(name)
        start = int(query.get("pageToken", 0))
        told: dict[str, Any] = {"kind": "storage#objects", "prefixes": sorted(prefixes)}
        told["items"] = [
            self._describe(name) for name in names[start : start + 3]
        ]  # short pages, so that they turn
        if len(names) > start + 3:
            told["nextPageToken"] = str(start + 3)
        return JSONResponse(told)

    async def _insert(self, request: Request) -> Response:
        self._check(request, "insert", request.url.path.split("/")[5])
        query, body = request.query_params, await request.body()
        if query["uploadType"] == "resumable":
            meta = json.loads(body)
            number = f"s{len(self._sessions)}"
            self._sessions[number] = {"name": meta["name"], "query": dict(query), "data": b"", "meta": meta}
            where = f"{request.url.scheme}://{request.url.netloc}{request.url.path}?uploadType=resumable&upload_id={number}"
            return Response(status_code=200, headers={"location": where})
        if len(body) > MULTIPART_MAX:
            raise Refused(400, "This should have been a resumable upload.")
        head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
        meta, content = BytesParser().parsebytes(head + body).get_payload()
        data = content.get_payload(decode=True)
        meta = json.loads(meta.get_payload(decode=True))
        return self._store(meta["name"], data, query, meta)

    async def _resume(self, request: Request) -> Response:
        """A part of a resumable upload, or the question how far it came."""
        session = self._sessions[request.query_params["upload_id"]]
        self._access.check(request.headers, "storage.objects.insert", SCOPES, "storage.objects.create")
        body, span = await request.body(), request.headers["content-range"]
        if named := re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", span):
            if int(named[1]) != len(session["data"]) or int(named[2]) - int(named[1]) + 1 != len(body):
                raise Refused(400, "Invalid request.  The part does not follow the last one.")
            session["data"] += body
            if named[3] != "*" and int(named[3]) == len(session["data"]):
                return self._store(session["name"], session["data"], session["query"], session["meta"])
        held = {"range": f"bytes=0-{len(session['data']) - 1}"} if session["data"] else {}
        return Response(status_code=308, headers=held)

    def _store(self, name: str, data: bytes, query: Any, meta: dict[str, Any]) -> Response:
        if between := self.between:
            self.between = None
            between()
        if "ifGenerationMatch" not in query:
            raise Refused(412, "This bucket takes no write that does not say what it replaces.")
        self._match(query, name)
        if meta.get("crc32c") not in (None, _crc32c(data)):
            raise Refused(400, "Provided CRC32C does not match the content.")
        self.put(name, data)
        return JSONResponse(self._describe(name))

    def _describe(self, name: str) -> dict[str, Any]:
        generation, data = self.objects[name]
        return {
            "kind": "storage#object", "bucket": "foresail", "name": name, "id": f"foresail/{name}/{generation}",
            "generation": str(generation), "metageneration": "1", "size": str(len(data)), "crc32c": _crc32c(data),
        }  # fmt: skip


async def _send(body: bytes, cut: int | None, delay: float) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 65536):
        if delay:
            time.sleep(delay)
        if cut is not None and start >= cut:
            raise ConnectionResetError("cut by the test")
        yield body[start : start + 65536]


def _crc32c(data: bytes) -> str:
    return base64.b64encode(google_crc32c.Checksum(data).digest()).decode()
