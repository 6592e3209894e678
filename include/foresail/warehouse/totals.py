"""What all products together sold and are forecast to sell: kept per run, added up over its shards."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select

from foresail.warehouse.tables import forecast_totals

By = Literal["week", "month"]
_held = forecast_totals.c


def replace(connection: Connection, run_id: int, shard: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the totals of a shard (step, day, sold, forecast), in place of what an earlier try wrote."""
    of_shard = (_held.run_id == run_id) & (_held.shard == shard)
    connection.execute(delete(forecast_totals).where(of_shard))
    if rows:
        connection.execute(
            insert(forecast_totals), [{"run_id": run_id, "shard": shard, **row} for row in rows]
        )


def read(connection: Connection, run_id: int, by: By) -> list[tuple[date, float, float]]:
    """The first day of each week (from Monday) or month, units sold and forecast (mean) in it, by day."""
    query = select(_held.day, func.sum(_held.sold), func.sum(_held.forecast))
    wanted = query.where(_held.run_id == run_id, _held.step == by).group_by(_held.day).order_by(_held.day)
    return list(connection.execute(wanted).tuples().all())
