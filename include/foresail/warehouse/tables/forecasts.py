"""Forecast runs, the cache of their series, and what became of them."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from foresail.metrics import PER_SERIES
from foresail.warehouse.shapes import COMPARED, SUMMED
from foresail.warehouse.tables.building import Key, flag, metadata

forecast_runs = Table(
    "forecast_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dag_run_id", Key(250), nullable=False, unique=True),
    Column("model_id", Integer, ForeignKey("models.id"), nullable=False),
    Column("snapshot_model_id", Integer, nullable=True),
    Column("horizon", Integer, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("published_at", DateTime, nullable=True),
    Column("notify_dag_run_id", String(250), nullable=True),
    flag("on_request"),
    Column("scored_version", Integer, nullable=True),
    Column("thinned_at", DateTime, nullable=True),
)
"""A run of the champion over a snapshot: `horizon` steps ahead. No snapshot model: the model's own.

One `on_request` answers a question that the published run does not: it is complete once it has a
`published_at`, and is never the run that all readers see. `scored_version` is the data version that its
outcomes were scored at last; one `thinned_at` some time has no series any more, only its outcomes.
"""


forecast_series = Table(
    "forecast_series",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("store_id", Integer, primary_key=True, autoincrement=False),
    Column("product_id", Integer, ForeignKey("products.id"), primary_key=True, autoincrement=False),
    Column("demand_class", String(20), nullable=False),
    Column("method", String(120), nullable=False),
    Column("method_label", String(255), nullable=True),
    Column("fell_back", Boolean(create_constraint=False), nullable=False),
    Column("intended", String(120), nullable=True),
    Column("reason", String(500), nullable=False),
    *(Column(name, Double, nullable=True) for name in PER_SERIES),
    Column("units_ahead", Double, nullable=False),
    Column("steps", LargeBinary, nullable=False),
    Column("naive", LargeBinary, nullable=True),
    Column("mase_scale", Double, nullable=True),
    Column("backtest", Text, nullable=True),
)
"""A product's forecast in a run (store 0: over all stores), and why it is what it is. Written once.

`steps` are the mean and quantiles of each step, in units (`foresail.warehouse.packing`); `units_ahead` is the
mean of the week, or of the one step, that comes next; `naive` is what seasonal naive makes of the same
sales: doubles, one a step, over and over again after its season; `mase_scale` is what MASE divides errors
by; `backtest` is JSON: what each method's figures were.
"""


forecast_summaries = Table(
    "forecast_summaries",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("store_id", Integer, primary_key=True, autoincrement=False),
    Column("product_id", Integer, ForeignKey("products.id"), primary_key=True, autoincrement=False),
    Column("category", String(255), nullable=True),
    Column("demand_class", String(20), nullable=False),
    Column("fell_back", Boolean(create_constraint=False), nullable=False),
    *(Column(name, Double, nullable=True) for name in ("wape", "wape_seasonal_naive", "bias")),
    Column("units_ahead", Double, nullable=False),
    Column("units_next", Double, nullable=True),
    Column("sold_before", Double, nullable=True),
    Column("trend", Double, nullable=True),
    Column("volume", Double, nullable=True),
    Column("moved", Double, nullable=True),
    Column("moved_by", Double, nullable=True),
    Column("recent", LargeBinary, nullable=True),
    *(
        Index(f"ix_forecast_summaries_{name}", "run_id", "store_id", name)
        for name in ("wape", "units_ahead", "trend", "volume", "moved_by")
    ),
)
"""What a table of all products shows of a series; it is filtered and sorted without reading forecasts.

Units: `units_next` and `sold_before` are the mean forecast and the sales of as many steps (28 days, 8 weeks,
3 months, or the horizon); `trend` is the first over the second, less one; `volume` is what was sold in a
year; `moved` is the forecast of the next week (or step) less what the run before it said of it, `moved_by`
its size. `recent` is the line beside the name (`foresail.warehouse.summaries`). Null in runs from before
there were any.
"""


forecast_totals = Table(
    "forecast_totals",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("step", String(5), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("shard", Key(40), primary_key=True),
    Column("sold", Double, nullable=False),
    Column("forecast", Double, nullable=False),
)
"""Units that a shard's products sold and are forecast to sell (mean), by first day of a `week` or `month`."""


published = Table(
    "published",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), nullable=False),
)
"""The pointer to the run that readers see: the one row `forecasts`."""


outcomes = Table(
    "outcomes",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("products", Integer, nullable=False),
    *(Column(name, Double, nullable=False) for name in SUMMED),
    *(Column(name, Double, nullable=True) for name in COMPARED),
)
"""What became of one step of a run: units sold and forecast, and how many products' bands held them.

Null is what was not measured when the step was scored. `naive_...` are sums over the products that
seasonal naive forecasts; of those, `naive_compared` is the absolute error of the forecast itself.
"""


outcome_parts = Table(
    "outcome_parts",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("kind", Key(10), primary_key=True),
    Column("name", Key(255), primary_key=True),
    Column("products", Integer, nullable=False),
    *(Column(name, Double, nullable=False) for name in SUMMED),
    *(Column(name, Double, nullable=True) for name in COMPARED),
)
"""The same of a part of the products: of a demand class, a category or a store (`kind`), by its `name`."""


drifts = Table(
    "drifts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("signal", String(20), nullable=False),
    Column("product_id", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("found_on", Date, nullable=False),
    Column("size", Double, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("model_id", Integer, nullable=True),
    Column("found_at", DateTime, nullable=False),
    Index("ix_drifts_found_on", "found_on"),
)
"""What was found to have changed: in sales (of one product, or 0: of all) or in the errors of forecasts.

`since` is the first day of the change, `found_on` the day of sales that showed it, `found_at` when that was
looked at.
"""


drift_looks = Table(
    "drift_looks",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("data_version", Integer, nullable=False),
    Column("last_day", Date, nullable=False),
)
"""How far changes were looked for: the one row `sales`."""
