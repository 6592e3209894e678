"""Leaves out the lines of an upload that a person has dropped."""

from datetime import date

import polars as pl
from sqlalchemy import Connection

from foresail.naming import name_key
from foresail.warehouse.line_decisions import DROP, read_span


def leave_out(connection: Connection, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of checked sales without those that someone has left out."""
    if lines.is_empty():
        return lines
    span = read_span(connection, str(lines["date"].min()), str(lines["date"].max()))
    dropped = [line for line, action in span.items() if action == DROP]
    if not dropped:
        return lines
    gone = pl.DataFrame(
        {
            "product_key": [line.product_key for line in dropped],
            "date": [date.fromisoformat(line.day) for line in dropped],
            "store_key": [line.store_key for line in dropped],
            "quantity": [line.quantity for line in dropped],
        }
    )
    keys = {name: name_key(name) for name in lines["product"].unique()}
    shops = {name: name_key(name) for name in lines["store"].drop_nulls().unique()}
    keyed = lines.with_columns(
        pl.col("product").replace_strict(keys, return_dtype=pl.String).alias("product_key"),
        pl.col("store")
        .replace_strict(shops, default=None, return_dtype=pl.String)
        .fill_null("")
        .alias("store_key"),
    )
    left = keyed.join(
        gone, on=["product_key", "date", "store_key", "quantity"], how="anti", maintain_order="left"
    )
    return left.drop("product_key", "store_key")
