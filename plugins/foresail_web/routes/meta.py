"""Meta: the facts that the pages share with the library, so that each is written down once."""

from typing import Any

from foresail import __version__
from foresail.queries.meta import read_meta

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.meta import MetaResponse

router = noun("/meta", "meta", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=MetaResponse)
def get_meta() -> dict[str, Any]:
    """Columns, quantiles and bands, metrics, demand classes, Dags and limits, by the names the API uses."""
    return {"version": __version__, **read_meta()}
