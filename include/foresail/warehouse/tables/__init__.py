"""The tables, by what they hold. Migrations build them; a test holds that both say the same."""

from foresail.warehouse.tables.building import metadata
from foresail.warehouse.tables.forecasts import forecast_runs, forecast_series, outcomes, published
from foresail.warehouse.tables.models import metrics, models, promotions
from foresail.warehouse.tables.sales import (
    calendar,
    daily_demand,
    emptied_transactions,
    moving_lines,
    product_attributes,
    products,
    sales,
    stores,
    superseded_sales,
)
from foresail.warehouse.tables.service import audit, locks, subscribers, task_work
from foresail.warehouse.tables.uploads import (
    alias_uses,
    aliases,
    column_mappings,
    idempotency_keys,
    known_layouts,
    line_decisions,
    product_decisions,
    reading_habits,
    uploads,
)

__all__ = [
    "alias_uses",
    "aliases",
    "audit",
    "calendar",
    "column_mappings",
    "daily_demand",
    "emptied_transactions",
    "forecast_runs",
    "forecast_series",
    "idempotency_keys",
    "known_layouts",
    "line_decisions",
    "locks",
    "metadata",
    "metrics",
    "models",
    "moving_lines",
    "outcomes",
    "product_attributes",
    "product_decisions",
    "products",
    "promotions",
    "published",
    "reading_habits",
    "sales",
    "stores",
    "subscribers",
    "superseded_sales",
    "task_work",
    "uploads",
]
