"""Says whether both stores answer."""

from foresail.airflow import connections
from foresail.queries.transaction import question
from foresail.warehouse import uploads


def check_health() -> None:
    """Raise DatabaseUnavailable or StorageUnavailable unless one can be read and the other written."""
    _read_version()
    connections.storage().probe()


_read_version = question(uploads.data_version)
