"""The task of foresail_pull."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail.airflow import connections, databases
from foresail.clock import now
from foresail.dag_ids import PULL
from foresail.errors import SettingInvalid
from foresail.intake.upload_options import UploadOptions
from foresail.jobs.handing_in import Start, hand_in, list_starts
from foresail.jobs.working import job
from foresail.settings import Settings, settings
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading

BEGINNING = date(1980, 1, 1)
SINCE = "{since}"
# Days are told as the query has them, and a window that is read again replaces what it held.
OPTIONS = UploadOptions(mode="replace", covers="period", number_format="point-decimal", encoding="utf-8")


@job
def pull() -> list[Start]:
    """Read sales from a database since the last ones; returns the runs to start."""
    wanted = settings()
    if not wanted.pull_connection or not wanted.pull_sql:
        raise SettingInvalid(
            "FORESAIL_PULL_CONNECTION or FORESAIL_PULL_SQL is not set.",
            "Set both, as docs/settings.md shows, for the Dag foresail_pull.",
        )
    sql = wanted.pull_sql.replace(SINCE, str(_since(wanted)))
    with TemporaryDirectory(prefix="foresail-pull-") as folder:
        path = Path(folder) / "sales.csv"
        if not _write(path, databases.read_rows(wanted.pull_connection, sql)):
            return list_starts(PULL)
        hand_in(path, f"pulled-{now():%Y-%m-%d-%H%M}.csv", PULL, OPTIONS)
    return list_starts(PULL)


def _since(wanted: Settings) -> date:
    with reading(connections.warehouse()) as connection:
        last = uploads.last_day_of(connection, PULL)
    return last - timedelta(days=wanted.pull_window_days) if last else BEGINNING


def _write(path: Path, rows: Iterator[Sequence[Any]]) -> bool:
    """Write names and rows as a .csv file; says whether there were rows."""
    names = next(rows)
    first = next(rows, None)
    if first is None:
        return False
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(chain([first], rows))
    return True
