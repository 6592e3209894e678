"""The facts that the pages share with the library, so that each is written down once."""

from typing import Any

from foresail import dag_ids, outlier_rule
from foresail.column_mappings import NAME_MAX
from foresail.columns import COLUMNS, DETAILS
from foresail.intake.unseen import PROPOSED_MIN
from foresail.mail_events import LABELS, LANGUAGE_LABELS
from foresail.metrics import METRICS
from foresail.paging import LIMIT_MAX
from foresail.quantiles import LEVELS, NAMES
from foresail.settings import HORIZON_MAX, settings
from foresail.warehouse.products import CLASSES, NOT_ACTIVE
from foresail.workbooks.formats import ENDINGS

QUANTILES = dict(zip(NAMES, LEVELS, strict=True))


def read_meta() -> dict[str, Any]:
    """Columns, quantiles and bands, metrics, demand classes, Dags and limits, by the names the API uses."""
    return {
        "columns": [vars(column) for column in COLUMNS],
        "details": [vars(column) for column in DETAILS],
        "quantiles": QUANTILES,
        "bands": _list_bands(),
        "metrics": [vars(metric) for metric in METRICS],
        "demand_classes": [
            {"name": name, "label": name.replace("-", " "), "is_active": name not in NOT_ACTIVE}
            for name in CLASSES
        ],
        "dags": {dag_id.removeprefix("foresail_"): dag_id for dag_id in dag_ids.ALL},
        "mail_events": [{"name": kind, "label": label} for kind, label in LABELS.items()],
        "mail_languages": [{"name": name, "label": label} for name, label in LANGUAGE_LABELS.items()],
        "schedules_editable": list(dag_ids.EDITABLE),
        "horizon_max": HORIZON_MAX,
        "list_max": LIMIT_MAX,
        "mapping_name_max": NAME_MAX,
        "match_proposed_min": PROPOSED_MIN,
        "outlier_times": outlier_rule.TIMES,
        "outlier_sales_min": outlier_rule.SALES_MIN,
        "file_endings": list(ENDINGS),
        "upload_max_bytes": settings().upload_max_bytes,
    }


def _list_bands() -> list[dict[str, Any]]:
    """Each pair of quantiles whose levels lie as far from one half, the narrowest first."""
    pairs = [(low, high) for low, high in zip(NAMES, reversed(NAMES), strict=True) if QUANTILES[low] < 0.5]
    bands = [
        {"percent": round(100 * (QUANTILES[high] - QUANTILES[low])), "low": low, "high": high}
        for low, high in pairs
    ]
    return sorted(bands, key=lambda band: band["percent"])
