"""Health: whether the warehouse and the object storage answer."""

from foresail import __version__, deployment
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.models.body import Error
from foresail_web.models.health import HealthResponse
from foresail_web.routing import noun

router = noun("/health", "health", dependencies=[guards.may_read_forecasts])


@router.get("", response_model=HealthResponse, responses={503: {"model": Error}})
def get_health() -> dict[str, str]:
    """200 where the warehouse can be read and the object storage written; else 503, saying which cannot."""
    with reading(deployment.warehouse()) as connection:
        uploads.data_version(connection)
    deployment.storage().probe()
    return {"status": "healthy", "version": __version__}
