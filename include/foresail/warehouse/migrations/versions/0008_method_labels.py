"""Methods as planners read them beside their code names; longer reasons; models that are rejected."""

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

LABELS = {
    "zero": "zero",
    "history_mean": "average of all history",
    "seasonal_naive": "seasonal naive",
    "seasonal_mean": "average by season",
    "recent_mean": "recent average",
    "ses": "exponential smoothing",
    "croston_sba": "Croston (SBA)",
    "tsb": "TSB",
    "adida": "ADIDA",
    "recent_mean_seasonal": "seasonal recent average",
    "ses_seasonal": "seasonal exponential smoothing",
    "tsb_seasonal": "seasonal TSB",
    "ses_own": "deseasonalised exponential smoothing",
    "theta": "Theta",
    "damped_trend": "damped trend",
    "auto_ets": "AutoETS",
    "boosted": "gradient boosting",
    "repeating_demand": "repeating demand",
}
PART = re.compile(r"^(?:(?P<weight>\d+) % )?(?P<name>.+)$")
RENAMED = {"standing_order": "repeating_demand"}
REASON_MAX = 500


def upgrade() -> None:
    """Add the columns, unless a run of this that was cut short has, and say in them what is held already."""
    _add_column("forecast_series", sa.Column("method_label", sa.String(255), nullable=True))
    _add_column("models", sa.Column("method_labels", sa.Text(), nullable=True))
    columns = sa.inspect(op.get_bind()).get_columns("forecast_series")
    (reason,) = (column["type"] for column in columns if column["name"] == "reason")
    if isinstance(reason, sa.String) and (reason.length or REASON_MAX) < REASON_MAX:
        with op.batch_alter_table("forecast_series") as table:
            table.alter_column(
                "reason",
                existing_type=sa.String(255),
                type_=sa.String(REASON_MAX),
                existing_nullable=False,
            )
    _translate_series()
    _translate_models()


def _add_column(table: str, column: sa.Column[Any]) -> None:
    held = {each["name"] for each in sa.inspect(op.get_bind()).get_columns(table)}
    if column.name not in held:
        op.add_column(table, column)


def _translate_series() -> None:
    bind = op.get_bind()
    series = sa.Table("forecast_series", sa.MetaData(), autoload_with=bind, resolve_fks=False)
    for name in ("method", "intended"):
        for older, newer in RENAMED.items():
            bind.execute(sa.update(series).where(series.c[name] == older).values({name: newer}))
    unlabelled = sa.select(series.c.method).where(series.c.method_label.is_(None)).distinct()
    for method in bind.execute(unlabelled).scalars().all():
        bind.execute(
            sa.update(series)
            .where(series.c.method == method, series.c.method_label.is_(None))
            .values(method_label=label(method))
        )


def _translate_models() -> None:
    bind = op.get_bind()
    models = sa.Table("models", sa.MetaData(), autoload_with=bind, resolve_fks=False)
    told = sa.func.replace(models.c.verdict_reason, "Kept out,", "Rejected,")
    rejected = sa.update(models).where(models.c.verdict == "kept-out")
    bind.execute(rejected.values(verdict="rejected", verdict_reason=told))
    registered = models.c.registered_at.is_not(None) & models.c.method_labels.is_(None)
    bind.execute(sa.update(models).where(registered).values(method_labels=json.dumps(LABELS)))


def label(method: str) -> str:
    """Write a method, or a mixture of some, as planners read it; what has no label keeps its name."""
    parts = []
    for part in method.split(" + "):
        found = PART.match(part)
        name, weight = (found["name"], found["weight"]) if found else (part, None)
        parts.append(LABELS.get(name, name) + (f" {weight} %" if weight else ""))
    return " + ".join(parts)
