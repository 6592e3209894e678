"""What each method did on a product, beside its forecast; what a training took steps without a sale for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns, unless a run of this that was cut short has."""
    for table, name in (("forecast_series", "backtest"), ("models", "gaps")):
        held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
        if name not in held:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
