"""Reads the models: the champion, its challengers, and how each method did in their backtests."""

from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import models, promotions
from foresail.warehouse.models import ALL, Headline, ModelRecord

SHOWN = (
    "dag_run_id",
    "as_of",
    "data_version",
    "registered_at",
    "series",
    "frequency",
    "verdict",
    "verdict_reason",
)


@question
def list_models(connection: Connection, page: Page) -> dict[str, Any]:
    """The registered models, newest first, each with its verdict, its WAPE and whether it is champion."""
    total, found = models.list_registered(connection, page)
    return {"models": _describe(connection, found), "total": total}


@question
def read_model(connection: Connection, model_id: int) -> dict[str, Any]:
    """A model with its leaderboard: rows of segment, method and figures. Raises UnknownModel."""
    model = models.get_registered(connection, model_id)
    promoted = promotions.newest(connection, [model_id]).get(model_id)
    return {
        **_describe(connection, [model])[0],
        "promoted_at": promoted["promoted_at"] if promoted else None,
        "gaps": model.read_gaps(),
        "leaderboard": _leaderboard(models.read_metrics(connection, model_id), model.read_labels()),
    }


def _describe(connection: Connection, found: list[ModelRecord]) -> list[dict[str, Any]]:
    ids = [model.id for model in found]
    champion = promotions.champion(connection)
    headlines, promoted = models.read_headlines(connection, ids), promotions.newest(connection, ids)
    return [
        {
            **_shown(model, headlines[model.id]),
            "promoted_by": promoted[model.id]["who"] if model.id in promoted else None,
            "is_champion": champion is not None and champion.id == model.id,
        }
        for model in found
    ]


def _shown(model: ModelRecord, headline: Headline) -> dict[str, Any]:
    return {"model_id": model.id, **{name: getattr(model, name) for name in SHOWN}, **vars(headline)}


def _leaderboard(metrics: list[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for figure in metrics:
        row = rows.setdefault((figure["segment"], figure["method"]), {})
        row[figure["name"]] = figure["value"]
    shown: list[dict[str, Any]] = [
        {"segment": segment, "method": method, "method_label": labels.get(method), **figures}
        for (segment, method), figures in rows.items()
    ]
    return sorted(shown, key=lambda row: (row["segment"] != ALL, row["segment"], row.get("wape", 1e9)))
