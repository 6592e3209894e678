"""A forecast's steps in one row, where each was a row: a lookup reads one, and a run writes one a series."""

from collections.abc import Iterator
from itertools import groupby
from struct import pack

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_table

revision = "0005"
down_revision = "0004"

NUMBERS = ("mean", "q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")
FIGURES = ("wape", "wape_seasonal_naive", "bias", "rmsse", "coverage_80", "coverage_95")
AHEAD = {"day": 7, "week": 1, "month": 1}
BATCH = 200


def upgrade() -> None:
    """Make the new table, pack what the old ones hold into it, run by run, and drop them."""
    _create()
    held = set(sa.inspect(op.get_bind()).get_table_names())
    for reasons, numbers in (
        ("store_forecast_products", "store_forecasts"), ("forecast_products", "forecasts")
    ):  # fmt: skip
        if {reasons, numbers} <= held:
            _move(reasons, numbers)
        for table in (reasons, numbers):
            if table in held:
                op.drop_table(table)


def _create() -> None:
    whole = {"autoincrement": False, "nullable": False}
    real = sa.Double()
    create_table(
        "forecast_series",
        *(sa.Column(name, sa.Integer(), **whole) for name in ("run_id", "store_id", "product_id")),
        sa.Column("demand_class", sa.String(20), nullable=False),
        sa.Column("method", sa.String(120), nullable=False),
        sa.Column("fell_back", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("intended", sa.String(120), nullable=True),
        sa.Column("reason", sa.String(255), nullable=False),
        *(sa.Column(name, real, nullable=True) for name in FIGURES),
        sa.Column("units_ahead", real, nullable=False),
        sa.Column("steps", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_series_run_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_forecast_series_product_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "store_id", "product_id", name=op.f("pk_forecast_series")),
        **INNODB,
    )  # fmt: skip


def _move(reasons_name: str, numbers_name: str) -> None:
    """Write what two tables hold into the new one; what a killed process wrote is written again."""
    bind = op.get_bind()
    reasons, numbers, series, runs, models = (
        sa.Table(name, sa.MetaData(), autoload_with=bind, resolve_fks=False)
        for name in (reasons_name, numbers_name, "forecast_series", "forecast_runs", "models")
    )
    snapshot = sa.func.coalesce(runs.c.snapshot_model_id, runs.c.model_id)
    known = sa.select(runs.c.id, models.c.frequency).join(models, models.c.id == snapshot)
    of_stores = series.c.store_id > 0 if "store_id" in reasons.c else series.c.store_id == 0
    for run_id, frequency in bind.execute(known).all():
        bind.execute(sa.delete(series).where(series.c.run_id == run_id, of_stores))
        of_run = sa.select(reasons).where(reasons.c.run_id == run_id)
        told = bind.execute(of_run.order_by(reasons.c.product_id)).mappings().all()
        for start in range(0, len(told), BATCH):
            rows = list(_pack(bind, numbers, told[start : start + BATCH], AHEAD[frequency]))
            if rows:
                bind.execute(sa.insert(series), rows)


def _pack(bind: sa.Connection, numbers: sa.Table, told: list, ahead: int) -> Iterator[dict]:
    keys = [name for name in ("product_id", "store_id") if name in numbers.c]
    ids = {row["product_id"] for row in told}
    query = sa.select(*(numbers.c[name] for name in (*keys, *NUMBERS))).where(
        numbers.c.run_id == told[0]["run_id"], numbers.c.product_id.in_(ids)
    )
    rows = bind.execute(query.order_by(*(numbers.c[name] for name in (*keys, "day")))).all()
    steps = {key: list(group) for key, group in groupby(rows, lambda row: tuple(row[: len(keys)]))}
    for row in told:
        found = [step[len(keys) :] for step in steps.get(tuple(row[name] for name in keys), [])]
        plain = [[float("nan") if value is None else value for value in step] for step in found]
        yield {
            "store_id": 0,
            **row,
            "units_ahead": sum(step[0] for step in plain[:ahead]),
            "steps": b"".join(pack(f"<{len(NUMBERS)}d", *step) for step in plain),
        }
