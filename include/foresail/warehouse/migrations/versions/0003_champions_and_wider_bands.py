"""Champions: promotions and verdicts; forecasts by any step, with 95 % bands and reasons; the calendar."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_table

revision = "0003"
down_revision = "0002"
FIGURES = ("wape", "wape_seasonal_naive", "bias", "rmsse", "coverage_80", "coverage_95")
NUMBERS = ("mean", "q05", "q10", "q25", "q50", "q75", "q90", "q95")


def upgrade() -> None:
    """Add what is missing. No model of before is champion: its format is older, and training makes one."""
    _add_columns(
        "models",
        sa.Column("frequency", sa.String(10), nullable=False, server_default="day"),
        sa.Column("verdict", sa.String(20), nullable=True),
        sa.Column("verdict_reason", sa.String(255), nullable=True),
    )
    _add_columns("forecast_runs", sa.Column("snapshot_model_id", sa.Integer(), nullable=True))
    if "horizon_days" in _columns("forecast_runs"):
        op.execute("ALTER TABLE forecast_runs RENAME COLUMN horizon_days TO horizon")
    _add_columns(
        "forecast_products",
        sa.Column("intended", sa.String(120), nullable=True),
        *(
            sa.Column(name, sa.Double(), nullable=True)
            for name in ("bias", "rmsse", "coverage_80", "coverage_95")
        ),
    )
    with op.batch_alter_table("forecast_products") as table:
        table.alter_column(
            "method", existing_type=sa.String(40), type_=sa.String(120), existing_nullable=False
        )
    _add_columns("forecasts", *(sa.Column(name, sa.Double(), nullable=True) for name in ("q025", "q975")))
    create_table(
        "promotions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("promoted_at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_promotions_model_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
        **INNODB,
    )
    create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("unit_price", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_calendar_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        **INNODB,
    )
    _store_tables()


def _store_tables() -> None:
    whole = {"autoincrement": False, "nullable": False}
    keys = [("run_id", "forecast_runs"), ("product_id", "products"), ("store_id", "stores")]
    real = sa.Double()
    parts = {
        "store_forecast_products": (
            [
                sa.Column("demand_class", sa.String(20), nullable=False),
                sa.Column("method", sa.String(120), nullable=False),
                sa.Column("fell_back", sa.Boolean(create_constraint=False), nullable=False),
                sa.Column("intended", sa.String(120), nullable=True),
                sa.Column("reason", sa.String(255), nullable=False),
                *(sa.Column(name, real, nullable=True) for name in FIGURES),
            ],
            [],
        ),
        "store_forecasts": (
            [
                sa.Column("day", sa.Date(), nullable=False),
                *(sa.Column(name, real, nullable=False) for name in NUMBERS),
                *(sa.Column(name, real, nullable=True) for name in ("q025", "q975")),
            ],
            ["day"],
        ),
    }
    for name, (columns, more) in parts.items():
        create_table(
            name,
            *(sa.Column(key, sa.Integer(), **whole) for key, _ in keys),
            *columns,
            *(
                sa.ForeignKeyConstraint([key], [f"{table}.id"], name=op.f(f"fk_{name}_{key}"))
                for key, table in keys
            ),
            sa.PrimaryKeyConstraint(*(key for key, _ in keys), *more, name=op.f(f"pk_{name}")),
            **INNODB,
        )


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}


def _add_columns(table: str, *columns: sa.Column) -> None:
    held = _columns(table)
    for column in columns:
        if column.name not in held:
            op.add_column(table, column)
