"""Rows that a program sends as the body itself: streamed to disk, no further than the size limit."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from foresail.actions import receiving
from foresail.actions.uploads import UploadOptions
from foresail.errors import BadRequest
from foresail.settings import settings

from foresail_web.forms import Sent

ENDINGS = {
    "text/csv": "csv",
    "application/json": "json",
    "application/x-ndjson": "ndjson",
    "application/vnd.apache.parquet": "parquet",
}
"""What a pushed file is called, by the type of its content; it is read by its bytes."""


@asynccontextmanager
async def received(request: Request, options: UploadOptions) -> AsyncIterator[Sent]:
    """The body as a file; raises UploadTooLarge, or BadRequest for another type of content."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ENDINGS:
        raise BadRequest(
            f"The content type is {kind[:60]!r}.",
            f"Send rows as {', '.join(ENDINGS)}; a form with a file goes to POST /uploads.",
        )
    most = settings().upload_max_bytes
    with TemporaryDirectory(prefix="foresail-push-") as folder:
        path = Path(folder) / "rows"
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            async for chunk in request.stream():
                size += len(chunk)
                if size > most:
                    raise receiving.too_large(most)
                digest.update(chunk)
                file.write(chunk)
        yield Sent(path, digest.hexdigest(), f"pushed.{ENDINGS[kind]}", options)
