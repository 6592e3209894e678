"""Uploads: one row per accepted file, and the data version that counts those that are stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, case, func, select, update

from foresail.clock import now
from foresail.dag_ids import next_ingest_run
from foresail.errors import UnknownUpload
from foresail.paging import Page
from foresail.warehouse.inserting import insert_numbered
from foresail.warehouse.listing import fetch
from foresail.warehouse.modes import Coverage, Covers, Mode
from foresail.warehouse.tables import uploads

# What the column holds; a database answers a larger number with an error of its own.
ID_MAX = 2**31 - 1
LISTED = (
    "id", "file_name", "size_bytes", "sha256", "uploaded_by", "uploaded_at", "rows_read", "rows_accepted",
    "rows_rejected", "rows_repeated", "rows_stored", "rows_superseded", "products_waiting", "unusual_waiting",
    "data_version", "mode", "covers", "first_day", "last_day", "withdrawn_by", "withdrawn_at",
    "erased_by", "erased_at",
)  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """An accepted file as it is stored; `reading` is how it is read, as JSON."""

    id: int
    sha256: str
    file_name: str
    size_bytes: int
    reading: str | None
    uploaded_by: str
    uploaded_at: datetime
    dag_run_id: str | None
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_repeated: int
    rows_stored: int | None
    rows_superseded: int | None
    data_version: int | None
    products_waiting: int
    unusual_waiting: int
    must_restore: bool
    rows_replaced: int | None
    mode: str | None
    covers: str | None
    mode_from: str | None
    first_day: date | None
    last_day: date | None
    period: str | None
    is_mixed: bool
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    erased_by: str | None
    erased_at: datetime | None

    @property
    def is_settled(self) -> bool:
        """Whether the sales hold it as they should, or no longer do where it was withdrawn."""
        return self.data_version is not None and not self.must_restore

    @property
    def is_withdrawn(self) -> bool:
        """Whether somebody has taken it back, be it out of the sales yet or not."""
        return self.withdrawn_at is not None

    @property
    def is_erased(self) -> bool:
        """Whether somebody has had its file erased."""
        return self.erased_at is not None

    @property
    def is_waiting(self) -> bool:
        """Whether a person must answer something before it is stored."""
        return self.products_waiting + self.unusual_waiting > 0

    def read_mode(self) -> Mode | None:
        """What it does where its days overlap with others; None as long as that is not decided."""
        return Mode(self.mode) if self.mode else None

    def read_covers(self) -> Covers | None:
        """What it is the truth for where it replaces."""
        return Covers(self.covers) if self.covers else None


def _record(row: RowMapping | None) -> Upload | None:
    return Upload(**row) if row else None


def find_by_content(connection: Connection, sha256: str) -> Upload | None:
    """The upload of exactly these bytes, if there was one that was not withdrawn."""
    query = select(uploads).where(uploads.c.sha256 == sha256, uploads.c.withdrawn_at.is_(None))
    return _record(connection.execute(query.order_by(uploads.c.id)).mappings().first())


def list_holders(connection: Connection, sha256: str) -> list[Upload]:
    """The uploads of exactly these bytes that were not erased, by number."""
    query = select(uploads).where(uploads.c.sha256 == sha256, uploads.c.erased_at.is_(None))
    return [Upload(**row) for row in connection.execute(query.order_by(uploads.c.id)).mappings()]


def list_erased(connection: Connection) -> list[Upload]:
    """The uploads that were erased, by number."""
    query = select(uploads).where(uploads.c.erased_at.is_not(None)).order_by(uploads.c.id)
    return [Upload(**row) for row in connection.execute(query).mappings()]


def add(connection: Connection, **values: Any) -> int:
    """Record an accepted file; returns its number."""
    return insert_numbered(connection, uploads, **values)


def get(connection: Connection, upload_id: int) -> Upload:
    """One upload; raises UnknownUpload."""
    row = None
    if 0 < upload_id <= ID_MAX:
        row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).mappings().first()
    if row is None:
        raise UnknownUpload(
            f"There is no upload {upload_id}.", "Take the id that POST /uploads answered with."
        )
    return Upload(**row)


def list_unsettled(connection: Connection, who: str | None = None) -> list[Upload]:
    """The uploads, or someone's, that are not stored, or removed, as they should be, the oldest first."""
    query = select(uploads).where(uploads.c.data_version.is_(None) | uploads.c.must_restore)
    if who is not None:
        query = query.where(uploads.c.uploaded_by == who)
    return [Upload(**row) for row in connection.execute(query.order_by(uploads.c.id)).mappings()]


def last_day_of(connection: Connection, who: str) -> date | None:
    """The last day of what someone's stored uploads hold."""
    held = uploads.c.data_version.is_not(None) & uploads.c.withdrawn_at.is_(None)
    query = select(func.max(uploads.c.last_day)).where(uploads.c.uploaded_by == who, held)
    day: date | None = connection.execute(query).scalar_one()
    return day


def latest(connection: Connection) -> Upload | None:
    """The newest upload."""
    query = select(uploads).order_by(uploads.c.id.desc()).limit(1)
    return _record(connection.execute(query).mappings().first())


def search(
    connection: Connection,
    page: Page,
    *,
    published_version: int,
    text: str = "",
    status: str | None = None,
    who: str | None = None,
) -> tuple[int, list[dict[str, Any]]]:
    """Uploads whose file name holds a text, newest first: how many there are, and one page with `status`."""
    at = stage(published_version)
    query = select(*(uploads.c[name] for name in LISTED), at.label("status"))
    if text:
        query = query.where(func.lower(uploads.c.file_name).contains(text.lower(), autoescape=True))
    if status:
        query = query.where(at == status)
    if who:
        query = query.where(uploads.c.uploaded_by == who)
    fields = {"file_name": uploads.c.file_name, "uploaded_by": uploads.c.uploaded_by, "id": uploads.c.id}
    total, rows = fetch(connection, query, page, fields, "-id")
    return total, [dict(row) for row in rows]


def list_waiting(connection: Connection, limit: int | None = None) -> list[Upload]:
    """The uploads that wait for an answer about products or quantities, oldest first, `limit` at most."""
    waits = (uploads.c.products_waiting > 0) | (uploads.c.unusual_waiting > 0)
    query = select(uploads).where(waits, uploads.c.withdrawn_at.is_(None)).order_by(uploads.c.id)
    return [Upload(**row) for row in connection.execute(query.limit(limit)).mappings()]


def set_dag_run(connection: Connection, upload_id: int, dag_run_id: str) -> None:
    """Remember which run of foresail_ingest stores the upload."""
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(dag_run_id=dag_run_id))


def mark_stored(
    connection: Connection, coverage: Coverage, *, rows_stored: int, rows_superseded: int, rows_replaced: int
) -> None:
    """Count the upload into the data, with what it is the truth for: it gets the next data version.

    `rows_replaced` are the lines of other uploads that it stands in for.
    """
    upload = get(connection, coverage.upload_id)
    connection.execute(
        update(uploads)
        .where(uploads.c.id == upload.id)
        .values(
            rows_stored=rows_stored,
            rows_superseded=rows_superseded,
            rows_replaced=rows_replaced,
            mode=coverage.mode,
            covers=coverage.covers,
            mode_from=upload.mode_from or ("given" if upload.mode else "rule"),
            first_day=coverage.first_day,
            last_day=coverage.last_day,
            period=coverage.period,
            is_mixed=coverage.is_mixed,
            data_version=data_version(connection) + 1,
            products_waiting=0,
            unusual_waiting=0,
            must_restore=False,
        )
    )


def withdraw(connection: Connection, upload_id: int, who: str) -> None:
    """Say that an upload is taken back: its lines are to be removed."""
    values = {"withdrawn_by": who, "withdrawn_at": now(), "must_restore": True}
    values |= {"products_waiting": 0, "unusual_waiting": 0}
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(**values))


def mark_erased(connection: Connection, upload_ids: Collection[int], who: str) -> None:
    """Say that the file of uploads is erased."""
    values = {"erased_by": who, "erased_at": now()}
    connection.execute(update(uploads).where(uploads.c.id.in_(upload_ids)).values(**values))


def mark_removed(connection: Connection, upload_id: int) -> None:
    """Count a withdrawn upload out of the data: that is a data version of its own."""
    values: dict[str, Any] = {
        "rows_stored": 0,
        "rows_superseded": 0,
        "first_day": None,
        "last_day": None,
        "data_version": data_version(connection) + 1,
        "must_restore": False,
    }
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(**values))


def count_sales(connection: Connection) -> int:
    """How many lines of sales count, as the uploads say."""
    total = select(func.coalesce(func.sum(uploads.c.rows_stored), 0))
    return int(connection.execute(total.where(uploads.c.data_version.is_not(None))).scalar_one())


def stage(published_version: int) -> ColumnElement[str]:
    """How far an upload has come: received, waiting (for an answer), stored, published or withdrawn."""
    is_stored = uploads.c.data_version.is_not(None) & ~uploads.c.must_restore
    return case(
        (uploads.c.withdrawn_at.is_not(None), "withdrawn"),
        (uploads.c.products_waiting + uploads.c.unusual_waiting > 0, "waiting"),
        (is_stored & (uploads.c.data_version <= published_version), "published"),
        (is_stored, "stored"),
        else_="received",
    )


def count_recount(connection: Connection) -> None:
    """Count demand that was counted anew without an upload: that is a data version of its own."""
    version = data_version(connection)
    newest = uploads.c.data_version == version
    connection.execute(update(uploads).where(newest).values(data_version=version + 1))


def begin_again(connection: Connection, upload_id: int) -> None:
    """Say that an upload is to be stored anew by a run of its own: one that is ending would not do it."""
    known = get(connection, upload_id).dag_run_id
    values = {"must_restore": True, "dag_run_id": next_ingest_run(upload_id, known)}
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(**values))


def to_restore(connection: Connection) -> list[int]:
    """The uploads to be stored anew or removed: an answer was changed, or they were withdrawn."""
    return list(
        connection.execute(
            select(uploads.c.id).where(uploads.c.must_restore).order_by(uploads.c.id)
        ).scalars()
    )


def set_waiting(connection: Connection, upload_id: int, products: int) -> None:
    """Remember how many products of the upload await an answer."""
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(products_waiting=products))


def set_unusual_waiting(connection: Connection, upload_id: int, quantities: int) -> None:
    """Remember how many quantities of the upload await an answer."""
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(unusual_waiting=quantities))


def data_version(connection: Connection) -> int:
    """How often the sales were changed: the version of the data."""
    return connection.execute(select(func.coalesce(func.max(uploads.c.data_version), 0))).scalar_one()
