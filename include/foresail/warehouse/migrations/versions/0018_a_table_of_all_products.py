"""What a table of all products shows of each series, and the totals of all of them, per run."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_index, create_table, key

revision = "0018"
down_revision = "0017"
FIGURES = ("wape", "wape_seasonal_naive", "bias")
ADDED = ("units_next", "sold_before", "trend", "volume", "moved", "moved_by")
SORTED = ("wape", "units_ahead", "trend", "volume", "moved_by")
TAKEN = ("run_id", "store_id", "product_id", "demand_class", "fell_back", *FIGURES, "units_ahead")


def upgrade() -> None:
    """Make the tables, and say of the published run what its series say; the rest comes with the next run."""
    _create_summaries()
    create_table(
        "forecast_totals",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shard", key(40), nullable=False),
        sa.Column("sold", sa.Double(), nullable=False),
        sa.Column("forecast", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_totals_run_id")),
        sa.PrimaryKeyConstraint("run_id", "step", "day", "shard", name=op.f("pk_forecast_totals")),
        **INNODB,
    )
    _fill()


def _create_summaries() -> None:
    name = "forecast_summaries"
    create_table(
        name,
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category", sa.String(255), nullable=True),
        sa.Column("demand_class", sa.String(20), nullable=False),
        sa.Column("fell_back", sa.Boolean(create_constraint=False), nullable=False),
        *(sa.Column(figure, sa.Double(), nullable=True) for figure in FIGURES),
        sa.Column("units_ahead", sa.Double(), nullable=False),
        *(sa.Column(added, sa.Double(), nullable=True) for added in ADDED),
        sa.Column("recent", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_summaries_run_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_forecast_summaries_product_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "store_id", "product_id", name=op.f("pk_forecast_summaries")),
        **INNODB,
    )
    for figure in SORTED:
        create_index(f"ix_forecast_summaries_{figure}", name, ["run_id", "store_id", figure])


def _fill() -> None:
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind, only=["forecast_series", "forecast_summaries", "published"], resolve_fks=False)
    series, held = tables.tables["forecast_series"], tables.tables["forecast_summaries"]
    run = bind.execute(sa.select(tables.tables["published"].c.run_id)).scalar()
    is_filled = bind.execute(sa.select(held.c.run_id).limit(1)).scalar() is not None
    if run is not None and not is_filled:
        told = sa.select(*(series.c[name] for name in TAKEN)).where(series.c.run_id == run)
        bind.execute(sa.insert(held).from_select(list(TAKEN), told))
