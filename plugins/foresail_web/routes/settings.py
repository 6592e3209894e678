"""Settings: what this Foresail is set to, for who runs it."""

from typing import Any

from foresail.queries.settings import list_settings

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.settings import SettingCollectionResponse

router = noun("/settings", "settings", dependencies=[permissions.may_edit_training])


@router.get("", response_model=SettingCollectionResponse)
def get_settings() -> dict[str, Any]:
    """Every setting of the api-server with its value, its default and where the value comes from."""
    found = list_settings()
    return {"total": len(found), "settings": found}
