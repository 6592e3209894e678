"""Uploads: one row per accepted file, and the data version that counts those that are stored."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, case, func, insert, select, update

from foresail.errors import UnknownUpload
from foresail.warehouse.tables import uploads

# What the column holds; a database answers a larger number with an error of its own.
ID_MAX = 2**31 - 1


def find_by_content(connection: Connection, sha256: str) -> RowMapping | None:
    """The upload of exactly these bytes, if there was one."""
    return connection.execute(select(uploads).where(uploads.c.sha256 == sha256)).mappings().first()


def add(connection: Connection, **values: Any) -> int:
    """Record an accepted file; returns its number."""
    return connection.execute(insert(uploads).values(**values)).inserted_primary_key[0]


def get(connection: Connection, upload_id: int) -> RowMapping:
    """One upload; raises UnknownUpload."""
    row = None
    if 0 < upload_id <= ID_MAX:
        row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).mappings().first()
    if row is None:
        raise UnknownUpload(
            f"There is no upload {upload_id}.", "Take the id that POST /uploads answered with."
        )
    return row


def latest(connection: Connection) -> RowMapping | None:
    """The newest upload."""
    return connection.execute(select(uploads).order_by(uploads.c.id.desc()).limit(1)).mappings().first()


def set_dag_run(connection: Connection, upload_id: int, dag_run_id: str) -> None:
    """Remember which run of foresail_ingest stores the upload."""
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(dag_run_id=dag_run_id))


def mark_stored(connection: Connection, upload_id: int, rows_stored: int, rows_superseded: int) -> None:
    """Count the upload into the data: it gets the next data version."""
    connection.execute(
        update(uploads)
        .where(uploads.c.id == upload_id)
        .values(
            rows_stored=rows_stored,
            rows_superseded=rows_superseded,
            data_version=data_version(connection) + 1,
            products_waiting=0,
            must_restore=False,
        )
    )


def stage(published_version: int) -> ColumnElement[str]:
    """How far an upload has come: received, waiting (for an answer), stored or published."""
    is_stored = uploads.c.data_version.is_not(None) & ~uploads.c.must_restore
    return case(
        (uploads.c.products_waiting > 0, "waiting"),
        (is_stored & (uploads.c.data_version <= published_version), "published"),
        (is_stored, "stored"),
        else_="received",
    )


def to_restore(connection: Connection) -> list[int]:
    """The uploads that are to be stored anew: an answer that they went by was changed or taken back."""
    return list(
        connection.execute(
            select(uploads.c.id).where(uploads.c.must_restore).order_by(uploads.c.id)
        ).scalars()
    )


def set_waiting(connection: Connection, upload_id: int, products: int) -> None:
    """Remember how many products of the upload await an answer."""
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(products_waiting=products))


def data_version(connection: Connection) -> int:
    """How many uploads the sales hold: the version of the data."""
    return connection.execute(select(func.coalesce(func.max(uploads.c.data_version), 0))).scalar_one()
