"""Bodies of health."""

from foresail_web.schemas.body import Answer


class HealthResponse(Answer):
    """Everything answers."""

    status: str
    version: str
