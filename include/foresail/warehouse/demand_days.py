"""Which days' demand was recounted, and which of them really changed by it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, insert, or_, select, update

from foresail.warehouse import uploads
from foresail.warehouse.tables import demand_days

BATCH = 500


def record(connection: Connection, days: Collection[date]) -> None:
    """Remember that the demand of these days was recounted for the data version that is being made."""
    version = uploads.data_version(connection) + 1
    ordered = sorted(days)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        among = demand_days.c.day.in_(batch)
        known = set(connection.execute(select(demand_days.c.day).where(among)).scalars())
        connection.execute(update(demand_days).where(among).values(recounted=version))
        if new := [{"day": day, "recounted": version} for day in batch if day not in known]:
            connection.execute(insert(demand_days), new)


@dataclass(frozen=True)
class Recounted:
    """A day whose demand was recounted in a data version, and the checksum of what it was before."""

    day: date
    recounted: int
    sha256: str | None


def list_unchecked(connection: Connection, since: date) -> list[Recounted]:
    """The days from `since` on that were recounted after they were looked at last."""
    held = demand_days.c
    query = select(held.day, held.recounted, held.sha256).where(
        held.day >= since, or_(held.checked.is_(None), held.checked < held.recounted)
    )
    return [Recounted(*row) for row in connection.execute(query.order_by(held.day))]


def checksum(demand: pl.DataFrame) -> str:
    """The checksum of a day's demand: product_id, store_id and y, by product and store."""
    sold = demand.filter(pl.col("y") != 0)
    digest = hashlib.sha256(sold["product_id"].to_numpy().tobytes())
    digest.update(sold["store_id"].to_numpy().tobytes())
    digest.update(sold["y"].to_numpy().tobytes())
    return digest.hexdigest()


def mark_checked(connection: Connection, found: Sequence[tuple[Recounted, str]]) -> None:
    """Say what the demand of recounted days was found to be; what differs changed in that data version."""
    for day, sha256 in found:
        values = {"checked": day.recounted, "sha256": sha256}
        if sha256 != day.sha256:
            values["changed"] = day.recounted
        connection.execute(update(demand_days).where(demand_days.c.day == day.day).values(**values))


def read_changed(connection: Connection, since: date) -> dict[date, int]:
    """The data version in which the demand of each day from `since` on was seen to have changed last."""
    held = demand_days.c
    query = select(held.day, held.changed).where(held.day >= since, held.changed.is_not(None))
    return dict(connection.execute(query).tuples().all())
