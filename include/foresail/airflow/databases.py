"""Reads from the databases that Airflow's Connections name."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pymysql
from airflow.providers.common.sql.hooks.sql import DbApiHook
from airflow.sdk.exceptions import AirflowException

from foresail.airflow.connections import find_connection
from foresail.errors import PullFailed

ROWS_AT_ONCE = 10_000


def read_rows(connection_id: str, sql: str) -> Iterator[Sequence[Any]]:
    """The names of a query's columns, then its rows; raises PullFailed."""
    connection = find_connection(connection_id)
    if connection is None:
        raise PullFailed(
            f"There is no Connection {connection_id!r}.", "Make it, or correct FORESAIL_PULL_CONNECTION."
        )
    # The provider's hook for MySQL asks for mysqlclient by name, which the lock leaves out (docs/adr/0004).
    pymysql.install_as_MySQLdb()
    try:
        hook = connection.get_hook()
    except (AirflowException, ImportError) as error:
        raise _unusable(connection_id) from error
    if not isinstance(hook, DbApiHook):
        raise _unusable(connection_id)
    with closing(hook.get_conn()) as session, closing(session.cursor()) as cursor:
        cursor.execute(sql)
        yield [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def _unusable(connection_id: str) -> PullFailed:
    return PullFailed(
        f"Connection {connection_id!r} is not to a database that Airflow can query.",
        "Install the provider of its type, or name another in FORESAIL_PULL_CONNECTION.",
    )
