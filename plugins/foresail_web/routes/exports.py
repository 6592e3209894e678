"""Exports: published forecasts as a workbook with charts, as CSV or as Parquet."""

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any, BinaryIO, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import Query
from fastapi.responses import StreamingResponse
from foresail.queries.exports import Export, open_export
from foresail.queries.forecast_table import with_likely
from foresail.queries.forecasts import Question

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.downloads import XLSX, attachment
from foresail_web.routes.forecast_table import Filtered
from foresail_web.routes.forecasts import Horizon, Products, Quantiles, Store, wanted

router = noun("/forecasts", "forecasts", dependencies=[permissions.may_read_forecasts])
MEDIA = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
# Each export may hold a process and a file of the whole catalogue; the others wait for their turn.
EXPORTS_AT_ONCE = 2
CHUNK_BYTES = 256 * 1024
_limiters: dict[Any, CapacityLimiter] = {}


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file, named foresail-forecasts-<as of>.<format>.",
            "content": {
                kind.split(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for kind in MEDIA.values()
            },
            "headers": {
                "X-Foresail-Missing": {
                    "description": "How many of the requested products have no forecast, and so no row.",
                    "schema": {"type": "integer"},
                }
            },
        }
    },
)
async def export_forecasts(
    chosen: Filtered,
    format: Annotated[
        Literal["xlsx", "csv", "parquet"],
        Query(
            description="xlsx: a workbook with charts; csv: plain text; parquet: typed columns for programs."
        ),
    ] = "xlsx",
    product: Products = [],  # noqa: B006
    store: Store = None,
    horizon: Horizon = None,
    quantiles: Quantiles = [],  # noqa: B006
) -> StreamingResponse:
    """Published forecasts as a file: a row per product and step, all products if none is named.

    Amounts are units a step; products are filtered as in the table of all products. No run is started:
    products without a forecast have no row, and are counted.
    """

    def make() -> Export:
        filtered = None if product else with_likely(chosen, store)
        question = Question(tuple(product), store, horizon, wanted(quantiles), chosen.text, filtered)
        return open_export(question, format)

    export = await to_thread.run_sync(make, limiter=_limiter())
    headers = {
        **attachment(f"foresail-forecasts-{export.as_of}.{format}"),
        "Content-Length": str(export.size_bytes),
        "Cache-Control": "private, no-cache",
        "X-Foresail-Missing": str(export.missing),
    }
    return StreamingResponse(_chunks(export.file), 200, headers, MEDIA[format])


def _limiter() -> CapacityLimiter:
    """Whose turn it is to make a file."""
    return _limiters.setdefault(asyncio.get_running_loop(), CapacityLimiter(EXPORTS_AT_ONCE))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
