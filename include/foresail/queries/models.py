"""Reads the models: the champion, its challengers, and how each method did in their backtests."""

import json
from typing import Any

from sqlalchemy import Connection, select

from foresail.errors import UnknownModel
from foresail.paging import Page, fetch
from foresail.warehouse import models, promotions
from foresail.warehouse.tables import metrics
from foresail.warehouse.tables import models as table

HEADLINE = {"chosen": "wape", "seasonal_naive": "wape_seasonal_naive"}


def list_models(connection: Connection, page: Page) -> dict[str, Any]:
    """The registered models, newest first, each with its verdict, its WAPE and whether it is champion."""
    query = select(table).where(table.c.registered_at.is_not(None))
    champion = promotions.champion(connection)
    total, rows = fetch(
        connection, query, page, {"as_of": table.c.as_of, "model_id": table.c.id}, "-model_id"
    )
    ids = [row["id"] for row in rows]
    errors, promoted = _headlines(connection, ids), promotions.newest(connection, ids)
    return {"models": [_shown(row, champion, errors, promoted) for row in rows], "total": total}


def read_model(connection: Connection, model_id: int) -> dict[str, Any]:
    """A model with its leaderboard: rows of segment, method and figures. Raises UnknownModel."""
    row = find_registered(connection, model_id)
    errors, promoted = _headlines(connection, [model_id]), promotions.newest(connection, [model_id])
    return {
        **_shown(row, promotions.champion(connection), errors, promoted),
        "promoted_at": promoted[model_id]["promoted_at"] if promoted else None,
        "gaps": json.loads(row["gaps"]) if row["gaps"] else None,
        "leaderboard": _leaderboard(models.read_metrics(connection, model_id)),
    }


def find_registered(connection: Connection, model_id: int) -> Any:
    """A registered model; raises UnknownModel."""
    query = select(table).where(table.c.id == model_id, table.c.registered_at.is_not(None))
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownModel(f"No model has the number {model_id}.", "GET /models lists those there are.")
    return row


def _headlines(connection: Connection, model_ids: list[int]) -> dict[tuple[int, str], float]:
    """The WAPE of the chosen and of seasonal naive in each model's backtest, by model and HEADLINE's name."""
    query = select(metrics).where(
        metrics.c.model_id.in_(model_ids),
        metrics.c.segment == "all",
        metrics.c.method.in_(HEADLINE),
        metrics.c.name == "wape",
    )
    rows = connection.execute(query).mappings()
    return {(row["model_id"], HEADLINE[row["method"]]): row["value"] for row in rows}


def _shown(
    row: Any, champion: Any, errors: dict[tuple[int, str], float], promoted: dict[int, Any]
) -> dict[str, Any]:
    wanted = ("as_of", "data_version", "registered_at", "series", "frequency", "verdict", "verdict_reason")
    is_champion = champion is not None and champion["id"] == row["id"]
    told: dict[str, Any] = {name: errors.get((row["id"], name)) for name in HEADLINE.values()}
    told["promoted_by"] = promoted[row["id"]]["who"] if row["id"] in promoted else None
    return {"model_id": row["id"], **{name: row[name] for name in wanted}, **told, "is_champion": is_champion}


def _leaderboard(metrics: list[dict]) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for figure in metrics:
        row = rows.setdefault((figure["segment"], figure["method"]), {})
        row[figure["name"]] = figure["value"]
    shown = [{"segment": segment, "method": method, **figures} for (segment, method), figures in rows.items()]
    return sorted(shown, key=lambda row: (row["segment"] != "all", row["segment"], row.get("wape", 1e9)))
