"""What each method did on a product, beside the product's forecast."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column, unless a run of this that was cut short has."""
    held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("forecast_series")}
    if "backtest" not in held:
        op.add_column("forecast_series", sa.Column("backtest", sa.Text(), nullable=True))
