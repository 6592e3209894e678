"""The upload form: read after the guard has passed, and no further than the size limit."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from foresail.actions import receiving
from foresail.actions.products import read_answers
from foresail.actions.uploads import UploadOptions
from foresail.column_mappings import check_columns
from foresail.errors import BadRequest
from foresail.settings import settings
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile

T = TypeVar("T")
# A form around the file: its boundaries and the other fields.
FIELDS_BYTES = 4 * 1024 * 1024
# Each check holds a process with a whole workbook in memory; the others wait for their turn.
CHECKS_AT_ONCE = 2
TEXT_FIELDS: dict[str, Any] = {
    "date_order": {
        "type": "string",
        "enum": ["day-first", "month-first"],
        "description": "How to read dates such as 03/04/2024; needed only where the file is ambiguous.",
    },
    "encoding": {
        "type": "string",
        "description": "The encoding of a .csv file, such as cp1252; needed only where it is ambiguous.",
        "example": "cp1252",
    },
    "number_format": {
        "type": "string",
        "enum": ["point-decimal", "comma-decimal"],
        "description": "How to read numbers such as 1,250; needed only where the file is ambiguous.",
    },
    "columns": {
        "type": "string",
        "description": 'Which header holds which column, as JSON: {"Date": "InvoiceDate"}.',
        "example": '{"Date": "InvoiceDate", "Product Name": "Description"}',
    },
    "mapping": {
        "type": "string",
        "description": "The name of a saved mapping; `columns` takes precedence over it.",
    },
}
UPLOAD_FIELDS: dict[str, Any] = TEXT_FIELDS | {
    "mode": {
        "type": "string",
        "enum": ["replace", "add", "new-days"],
        "description": "What to do where days are stored already; without it, see `overlap` of a check.",
    },
    "covers": {
        "type": "string",
        "enum": ["period", "products", "rows"],
        "description": "What the file replaces: all sales of its period (in its stores, if it names any), "
        "those of its products, or only the rows (product, day and store) that it lists.",
    },
    "products": {
        "type": "string",
        "description": "What to do with each new product, as JSON by name: keep, rename (with to) or drop.",
        "example": '{"Coca cola 0.5l": {"action": "rename", "to": "Coca-Cola 0.5 L"}}',
    },
    "save_mapping_as": {"type": "string", "description": "Save the given columns as a mapping of this name."},
}


CALENDAR_FIELDS = {name: TEXT_FIELDS[name] for name in ("date_order", "encoding")}


def describe_form(fields: dict[str, Any]) -> dict[str, Any]:
    """The form of a file and these fields for OpenAPI."""
    file = {"type": "string", "format": "binary", "description": "The workbook."}
    schema = {"type": "object", "required": ["file"], "properties": {"file": file, **fields}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


@dataclass(frozen=True)
class Sent:
    """A workbook as it came: a local copy, its checksum, the name it had, and what was said of it."""

    path: Path
    sha256: str
    file_name: str
    options: UploadOptions


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[FormData]:
    """The form of a request; raises UploadTooLarge or BadRequest."""
    _check_charset(request)
    async with _limited(request).form(max_files=1, max_fields=10, max_part_size=FIELDS_BYTES) as form:
        yield form


async def with_file(
    form: FormData,
    work: Callable[[Sent], T],
    key: str | None = None,
    known: Collection[str] = tuple(UPLOAD_FIELDS),
) -> T:
    """Do work with the form's file, in a thread, where it is its turn; `key` is its Idempotency-Key.

    Raises BadRequest for a field that is not among the known.
    """
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadRequest("The form contains no file.", "Send the workbook in the form field 'file'.")
    fields = {name: text for name, text in form.items() if isinstance(text, str)}
    options = replace(_read_options(fields, known), key=key)

    def run() -> T:
        with TemporaryDirectory(prefix="foresail-upload-") as folder:
            path = Path(folder) / "workbook"
            sha256 = receiving.save_limited(file.file, path, settings().upload_max_bytes)
            return work(Sent(path, sha256, file.filename or "", options))

    return await to_thread.run_sync(run, limiter=limiter())


def _read_options(fields: dict[str, str], known: Collection[str]) -> UploadOptions:
    unknown = set(fields) - set(known)
    if unknown:
        hint = f"Use file, {', '.join(known)}."
        raise BadRequest(f"The form has an unknown field, {min(unknown)[:40]!r}.", hint)
    return UploadOptions(
        date_order=fields.get("date_order") or None,
        mode=fields.get("mode") or None,
        covers=fields.get("covers") or None,
        encoding=fields.get("encoding") or None,
        number_format=fields.get("number_format") or None,
        columns=check_columns(_read_object(fields, "columns")),
        mapping=fields.get("mapping") or None,
        save_mapping_as=fields.get("save_mapping_as") or None,
        products=read_answers(_read_object(fields, "products")),
    )


def _read_object(fields: dict[str, str], name: str) -> dict[str, Any]:
    try:
        value = json.loads(fields.get(name) or "{}")
        json.dumps(value, ensure_ascii=False).encode()  # half a character, which JSON can write, is not text
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"{name} is not valid JSON.", "Send it as a JSON object.") from error
    if not isinstance(value, dict):
        raise BadRequest(f"{name} is not a JSON object.", "Send it as a JSON object.")
    return value


def _check_charset(request: Request) -> None:
    """Raise BadRequest for a form in anything but UTF-8: a reader of forms takes any codec that Python has.

    Some make half characters out of bytes, and punycode takes minutes for a megabyte, on the event loop.
    """
    said = parse_options_header(request.headers.get("content-type"))[1].get(b"charset", b"utf-8")
    if said.lower() not in (b"utf-8", b"utf8"):
        raise BadRequest(f"The form's charset is {said[:40].decode('latin-1')!r}.", "Send it in UTF-8.")


_limiters: dict[Any, CapacityLimiter] = {}


def limiter() -> CapacityLimiter:
    """Whose turn it is to work on a workbook."""
    return _limiters.setdefault(asyncio.get_running_loop(), CapacityLimiter(CHECKS_AT_ONCE))


def _limited(request: Request) -> Request:
    """The request, its body ending in UploadTooLarge as soon as it is longer than a form may be."""
    most = settings().upload_max_bytes + FIELDS_BYTES
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > most:
        raise receiving.too_large(settings().upload_max_bytes)
    received_bytes = 0

    async def receive() -> Any:
        nonlocal received_bytes
        message = await request.receive()
        received_bytes += len(message.get("body", b""))
        if received_bytes > most:
            raise receiving.too_large(settings().upload_max_bytes)
        return message

    return Request(request.scope, receive)
