"""Which model is champion: that of the newest promotion. Nothing is deleted, so any model can come back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from foresail.warehouse.models import ModelRecord
from foresail.warehouse.tables import models, promotions


def promote(connection: Connection, model_id: int, promoted_at: datetime, who: str, reason: str) -> None:
    """Make a registered model champion; one that is champion already stays it."""
    current = champion(connection)
    if current is None or current.id != model_id:
        values = {"model_id": model_id, "promoted_at": promoted_at, "who": who, "reason": reason}
        connection.execute(insert(promotions).values(**values))


def champion(connection: Connection, other_than: int | None = None) -> ModelRecord | None:
    """The model that forecasts; or the newest that did, other than one that is judged against it."""
    query = select(models).join(promotions, promotions.c.model_id == models.c.id)
    if other_than is not None:
        query = query.where(models.c.id != other_than)
    row = connection.execute(query.order_by(promotions.c.id.desc()).limit(1)).mappings().first()
    return ModelRecord(**row) if row else None


def newest(connection: Connection, model_ids: Sequence[int]) -> dict[int, RowMapping]:
    """The newest promotion of each of these models that has one."""
    query = select(promotions).where(promotions.c.model_id.in_(model_ids)).order_by(promotions.c.id)
    return {row["model_id"]: row for row in connection.execute(query).mappings()}
