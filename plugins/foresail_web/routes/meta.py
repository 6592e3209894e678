"""Meta: the facts that the pages share with the library, so that each is written down once."""

from typing import Any

from foresail import __version__
from foresail.columns import COLUMNS
from foresail.paging import LIMIT_MAX
from foresail.queries.products import CLASSES, NOT_ACTIVE
from foresail.roles import DAGS
from foresail.schedules import EDITABLE
from foresail.settings import BOUNDS, settings
from foresail.settling import PROPOSED_MIN
from foresail.warehouse.mappings import NAME_MAX
from foresail.warehouse.packing import NUMBERS

from foresail_web import guards
from foresail_web.models.meta import MetaResponse
from foresail_web.routing import noun

router = noun("/meta", "meta", dependencies=[guards.may_read_forecasts])

METRICS = (
    ("wape", "Error, of the units sold (WAPE)", "share"),
    ("bias", "Too much or too little (bias)", "signed_share"),
    ("mase", "MASE", "ratio"),
    ("rmsse", "RMSSE", "ratio"),
    ("pinball", "Pinball loss, of the units sold", "share"),
    ("coverage_80", "Inside the 80 % band", "share"),
    ("coverage_95", "Inside the 95 % band", "share"),
)
QUANTILES = {name: float(f"0.{name[1:]}") for name in NUMBERS if name[0] == "q"}


@router.get("", response_model=MetaResponse)
def get_meta() -> dict[str, Any]:
    """Columns, quantiles and bands, metrics, demand classes, Dags and limits, by the names the API uses."""
    return {
        "version": __version__,
        "columns": [vars(column) for column in COLUMNS],
        "quantiles": QUANTILES,
        "bands": _bands(),
        "metrics": [{"name": name, "label": label, "kind": kind} for name, label, kind in METRICS],
        "demand_classes": [
            {"name": name, "label": name.replace("-", " "), "is_active": name not in NOT_ACTIVE}
            for name in CLASSES
        ],
        "dags": {dag_id.removeprefix("foresail_"): dag_id for dag_id in DAGS},
        "schedules_editable": EDITABLE,
        "horizon_max": BOUNDS["horizon"][1],
        "list_max": LIMIT_MAX,
        "mapping_name_max": NAME_MAX,
        "match_proposed_min": PROPOSED_MIN,
        "upload_max_bytes": settings().upload_max_bytes,
    }


def _bands() -> list[dict[str, Any]]:
    """Each pair of quantiles whose levels lie as far from one half, the narrowest first."""
    names = sorted(QUANTILES, key=QUANTILES.__getitem__)
    pairs = [(low, high) for low, high in zip(names, reversed(names), strict=True) if QUANTILES[low] < 0.5]
    bands = [
        {"percent": round(100 * (QUANTILES[high] - QUANTILES[low])), "low": low, "high": high}
        for low, high in pairs
    ]
    return sorted(bands, key=lambda band: band["percent"])
