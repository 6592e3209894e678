"""Two levels of series in one table: a product over all stores, and a product in one store."""

import polars as pl

STORES_MAX = 1 << 20
"""Store numbers lie below this; 0 stands for all stores together."""


def series_id() -> pl.Expr:
    """The number of a series from product_id and store_id."""
    return (pl.col("product_id").cast(pl.Int64) * STORES_MAX + pl.col("store_id")).alias("unique_id")


def product_of(series: str) -> pl.Expr:
    """The product of a series."""
    return (pl.col(series) // STORES_MAX).alias("product_id")


def store_of(series: str) -> pl.Expr:
    """The store of a series; 0 for all stores together."""
    return (pl.col(series) % STORES_MAX).alias("store_id")


def over_all_stores(series: str = "unique_id") -> pl.Expr:
    """Whether a series is a product over all stores."""
    return pl.col(series) % STORES_MAX == 0
