"""Bodies of health."""

from foresail_web.models.body import Answer


class HealthResponse(Answer):
    """Everything answers."""

    status: str
    version: str
