"""`python -m foresail.backup make ADDRESS` and `restore ADDRESS`: both stores, whole."""

import sys

from foresail.airflow import connections
from foresail.backup import making, restoring
from foresail.errors import ForesailError

USAGE = "Usage: python -m foresail.backup make|restore file:///folder (or gs://bucket/folder)"


def main(arguments: list[str]) -> int:
    """Make a backup, or restore one; returns 1 where it fails, 2 for a wrong call."""
    if len(arguments) != 2 or arguments[0] not in ("make", "restore") or "://" not in arguments[1]:
        print(USAGE, file=sys.stderr)
        return 2
    work = making.make if arguments[0] == "make" else restoring.restore
    try:
        backup = connections.open_storage(arguments[1])
        counts = work(connections.warehouse(), connections.storage(), backup)
    except ForesailError as error:
        print(error, file=sys.stderr)
        return 1
    did = "Backed up" if arguments[0] == "make" else "Restored"
    print(f"{did} {counts.rows:,} rows of {counts.tables} tables, and {counts.objects:,} objects.")
    for key in counts.lacking:
        print(f"The backup lacks {key}: it was lost before, and rows point to it.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
