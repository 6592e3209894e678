"""What is said of products: a category and attributes; of each the newest upload's word counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from foresail.naming import name_key
from foresail.warehouse.listing import same_text
from foresail.warehouse.tables import product_attributes, products

CATEGORY = "category"
BATCH = 500
_said = product_attributes.c


def counts() -> ColumnElement[bool]:
    """Whether no later upload says anything else."""
    later = product_attributes.alias("later")
    return ~exists().where(
        later.c.product_id == _said.product_id,
        later.c.name == _said.name,
        later.c.upload_id > _said.upload_id,
    )


def has(name: str, value: str) -> ColumnElement[bool]:
    """Whether a product has a value of an attribute, however it is spelled in case and spaces."""
    return _is_said(_said.value_key == name_key(value), same_text(_said.name, name))


def mentions(text: str) -> ColumnElement[bool]:
    """Whether any value of a product holds a text."""
    return _is_said(_said.value_key.contains(name_key(text), autoescape=True))


def _is_said(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether such a thing counts of a product; looked up once, not for each product."""
    return products.c.id.in_(select(_said.product_id).where(*conditions, counts()))


def read(connection: Connection, product_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What is said of each product, by the attribute's name."""
    found: dict[int, dict[str, str]] = {}
    for start in range(0, len(product_ids), BATCH):
        of_batch = _said.product_id.in_(product_ids[start : start + BATCH])
        query = select(_said.product_id, _said.name, _said.value).where(of_batch, counts())
        for product_id, name, value in connection.execute(query.order_by(_said.product_id, _said.name)):
            found.setdefault(product_id, {})[name] = value
    return found


def parted(said: Mapping[str, str]) -> dict[str, Any]:
    """`category` and `attributes`, as answers give them."""
    others = {name: value for name, value in said.items() if name != CATEGORY}
    return {"category": said.get(CATEGORY), "attributes": others}


def list_values(connection: Connection) -> list[dict[str, Any]]:
    """The values of all attributes: name, value, products, the category's first, by name and value."""
    query = (
        select(_said.name, func.min(_said.value).label("value"), func.count().label("products"))
        .where(counts())
        .group_by(_said.name, _said.value_key)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return sorted(rows, key=lambda row: (row["name"] != CATEGORY, row["name"], row["value"]))
