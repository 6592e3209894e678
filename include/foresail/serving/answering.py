"""Has a model server forecast what the cache lacks, and writes its answer down as a run on request."""

import hashlib
from collections.abc import Sequence
from math import isfinite
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from foresail.clock import now
from foresail.quantiles import NUMBERS
from foresail.serving.making import Origin
from foresail.serving.model_server import ModelServer, unavailable
from foresail.warehouse import models, products, runs
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.packing import unpack

DOUBLE = 8


def question_digest(horizon: int, names: Sequence[str]) -> str:
    """Identifies a request: the same products and horizon give the same digest."""
    question = "\n".join((str(horizon), *sorted(names))).encode()
    return hashlib.sha256(question).hexdigest()[:16]


def answer(warehouse: Engine, server: ModelServer, run_id: int, horizon: int, names: Sequence[str]) -> None:
    """Have the products of a run forecast further; asked twice, the same rows are written again.

    Raises ModelServerUnavailable, also for an answer that no cache may hold.
    """
    with reading(warehouse) as connection:
        run = runs.get(connection, run_id)
        model = models.get(connection, run.model_id)
        snapshot = models.get(connection, run.snapshot_model_id)
        wanted = products.identify(connection, names)
    rows = server.forecast(Origin.of(model, snapshot), wanted, horizon)
    check(rows, set(wanted.values()), horizon)
    served = f"served-{run_id}-{question_digest(horizon, names)}"
    made_by = (served, model.id, snapshot.id, horizon)
    try:
        _write(warehouse, made_by, rows)
    except IntegrityError:  # another process began the same run at the same moment; now it is there
        _write(warehouse, made_by, rows)


def check(rows: Sequence[dict[str, Any]], wanted: set[int], horizon: int) -> None:
    """Raise ModelServerUnavailable unless each row is of a wanted product, whole, finite and not negative."""
    for row in rows:
        if row["product_id"] not in wanted:
            raise unavailable("a product that was not requested")
        if len(row["steps"]) != horizon * len(NUMBERS) * DOUBLE:
            raise unavailable("a forecast of the wrong length")
        if not all(
            isfinite(units) and units >= 0 for step in unpack(row["steps"], horizon) for units in step
        ):
            raise unavailable("a forecast that is not a number of units")


def _write(warehouse: Engine, made_by: tuple[str, int, int, int], rows: Sequence[dict[str, Any]]) -> None:
    with writing(warehouse) as connection:
        run_id = runs.start(connection, *made_by, now(), on_request=True)
        runs.replace(connection, run_id, rows)
        runs.complete(connection, run_id, now())
