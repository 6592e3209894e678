"""What was paid on a day: units without a price count as much as those with one, and not as nothing."""

from alembic import op

revision = "0023"
down_revision = "0022"

SAME = """
    FROM sales
    WHERE sales.product_id = daily_demand.product_id AND sales.day = daily_demand.day
    AND COALESCE(sales.store_id, 0) = daily_demand.store_id
    AND sales.quantity > 0 AND sales.unit_price IS NOT NULL
"""


def upgrade() -> None:
    """Count it anew where a line has no price; whoever was killed here does it again."""
    op.execute(
        f"""
        UPDATE daily_demand
        SET revenue = quantity * (SELECT SUM(sales.quantity * sales.unit_price) / SUM(sales.quantity) {SAME})
        WHERE revenue IS NOT NULL AND (product_id, day) IN (
            SELECT product_id, day FROM (
                SELECT DISTINCT product_id, day FROM sales WHERE unit_price IS NULL AND quantity > 0
            ) AS unpriced
        )
        """  # noqa: S608
    )
