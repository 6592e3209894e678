"""Cloud SQL: the interface through which the warehouse connects to an instance without a public address."""

from typing import Any, Protocol


class Connector(Protocol):
    """Opens connections to one Cloud SQL instance, as SQLAlchemy's `creator` wants them."""

    def __call__(self) -> Any:
        """Open a DB-API connection (PyMySQL) to the instance."""
        ...
