"""`python -m foresail.google check`: what of Google Cloud works with these settings, and what is missing."""

import sys

from foresail.airflow import connections
from foresail.errors import ForesailError
from foresail.google.checking import check
from foresail.settings import settings
from foresail.warehouse.connecting import reading


def main(arguments: list[str]) -> int:
    """Print a line for each need; returns 1 where something is missing, 2 for a wrong call."""
    if arguments != ["check"]:
        print("Usage: python -m foresail.google check")
        return 2
    findings = check()
    for finding in findings:
        print(finding)
    if not findings:
        print("These settings use nothing of Google Cloud.")
        return 0
    trials = [_use_storage(), _use_database()]
    for words in filter(None, trials):
        print(words)
    is_well = not any(each.missing or each.error for each in findings)
    return 0 if is_well and not any(words.startswith("failed") for words in trials) else 1


def _use_storage() -> str:
    if not settings().storage.startswith("gs://"):
        return ""
    try:
        connections.storage().probe()
    except ForesailError as error:
        return f"failed   a file written and removed: {error}"
    return "ok       a file written and removed"


def _use_database() -> str:
    if connections.find_connection(connections.DATABASE) is None:
        return ""
    try:
        with reading(connections.warehouse()) as connection:
            connection.exec_driver_sql("SELECT 1")
    except ForesailError as error:
        return f"failed   a query of the database: {error}"
    return "ok       a query of the database"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ForesailError as error:
        sys.exit(str(error))
