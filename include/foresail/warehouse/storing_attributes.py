"""Stores what uploads say of products, and reads it as a frame."""

import polars as pl
from sqlalchemy import Connection, delete, select

from foresail.naming import name_key
from foresail.warehouse.attributes import CATEGORY, counts
from foresail.warehouse.bulk import insert_frame
from foresail.warehouse.tables import product_attributes

_said = product_attributes.c


def store(connection: Connection, upload_id: int, said: pl.DataFrame) -> None:
    """Keep what an upload says of products, instead of what it said before: product_id, name, value."""
    forget(connection, upload_id)
    rows = said.drop_nulls().unique(("product_id", "name"), keep="last", maintain_order=True)
    keys = {value: name_key(value)[:255] for value in rows["value"].unique()}
    insert_frame(
        connection,
        product_attributes,
        rows.select(
            "product_id",
            "name",
            pl.lit(upload_id, pl.Int64).alias("upload_id"),
            "value",
            pl.col("value").replace_strict(keys, return_dtype=pl.String).alias("value_key"),
        ),
    )


def forget(connection: Connection, upload_id: int) -> None:
    """Delete what an upload says of products: what an earlier one says counts again."""
    connection.execute(delete(product_attributes).where(_said.upload_id == upload_id))


def read_category_names(connection: Connection) -> pl.DataFrame:
    """The category of each product that has one, spelled alike for all: product_id, category."""
    query = select(_said.product_id, _said.value_key, _said.value).where(_said.name == CATEGORY, counts())
    schema = {"product_id": pl.Int64, "key": pl.String, "category": pl.String}
    said = pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")
    return said.select("product_id", pl.col("category").min().over("key"))


def read_categories(connection: Connection) -> pl.DataFrame:
    """The category of each product that has one: product_id, category."""
    query = select(_said.product_id, _said.value_key).where(_said.name == CATEGORY, counts())
    schema = {"product_id": pl.Int64, "category": pl.String}
    rows = [tuple(row) for row in connection.execute(query.order_by(_said.product_id))]
    return pl.DataFrame(rows, schema=schema, orient="row")
