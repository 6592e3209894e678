"""What was said of sales far above what their product ever sold: kept, or left out, whenever they come."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from foresail.clock import now
from foresail.warehouse.tables import line_decisions, products, stores, uploads

KEEP, DROP = "keep", "drop"


class Line(NamedTuple):
    """A sale as a decision knows it: keys of its product and store (empty without one), its day in ISO."""

    product_key: str
    day: str
    store_key: str
    quantity: float


def read(connection: Connection, lines: Collection[Line]) -> dict[Line, str]:
    """What was decided of these lines."""
    if not lines:
        return {}
    days = sorted({line.day for line in lines})
    return {
        line: action for line, action in read_span(connection, days[0], days[-1]).items() if line in lines
    }


def read_span(connection: Connection, first: str, last: str) -> dict[Line, str]:
    """What was decided of lines from one day (ISO) to another."""
    span = line_decisions.c.day.between(date.fromisoformat(first), date.fromisoformat(last))
    return {
        Line(row.product_key, str(row.day), row.store_key, row.quantity): row.action
        for row in connection.execute(select(line_decisions).where(span))
    }


def of_upload(connection: Connection, upload_id: int) -> list[dict[str, Any]]:
    """What was answered in an upload, by day and product, each with its name where one is stored."""
    product = func.coalesce(products.c.name, line_decisions.c.product_key).label("product")
    named = line_decisions.outerjoin(products, products.c.key == line_decisions.c.product_key)
    named = named.outerjoin(stores, stores.c.key == line_decisions.c.store_key)
    query = select(line_decisions, product, stores.c.name.label("store")).select_from(named)
    query = query.where(line_decisions.c.upload_id == upload_id)
    ordered = query.order_by(line_decisions.c.day, line_decisions.c.product_key)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def record(
    connection: Connection, upload_id: int, decided: Iterable[tuple[Line, str]], who: str, how: str
) -> None:
    """Keep what was decided in an upload; a later decision of the same line replaces an earlier one."""
    for line, action in decided:
        day = date.fromisoformat(line.day)
        same = (
            line_decisions.c.product_key == line.product_key,
            line_decisions.c.day == day,
            line_decisions.c.store_key == line.store_key,
            line_decisions.c.quantity == line.quantity,
        )
        connection.execute(delete(line_decisions).where(*same))
        values = line._asdict() | {"day": day, "action": action, "upload_id": upload_id}
        said = {"decided_by": who, "decided_at": now(), "how": how}
        connection.execute(insert(line_decisions).values(**values, **said))


def forget(connection: Connection, upload_ids: Collection[int]) -> None:
    """Forget what was answered in uploads that are erased, but for days of which another upload has sales.

    One that came since may hold the same line, and goes by the answer whenever it is stored anew.
    """
    other, day = uploads.c, line_decisions.c.day
    holds = other.first_day.is_(None) | day.between(other.first_day, other.last_day)
    is_used = select(other.id).where(other.withdrawn_at.is_(None), holds).exists()
    of_these = line_decisions.c.upload_id.in_(upload_ids)
    connection.execute(delete(line_decisions).where(of_these, ~is_used))
