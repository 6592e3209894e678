"""Health: whether the warehouse and the object storage answer."""

from foresail import __version__
from foresail.queries.health import check_health

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.body import Error
from foresail_web.schemas.health import HealthResponse

router = noun("/health", "health", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=HealthResponse, responses={503: {"model": Error}})
def get_health() -> dict[str, str]:
    """200 if the warehouse can be read and the object storage written; else 503, naming what cannot."""
    check_health()
    return {"status": "healthy", "version": __version__}
