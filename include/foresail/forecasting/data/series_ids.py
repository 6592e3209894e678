"""The numbers of series: a product over all stores, or a product in one store."""

import polars as pl

STORES_MAX = 1 << 20
"""Store numbers lie below this; 0 stands for all stores together."""


def series_id() -> pl.Expr:
    """Number a series by its product_id and store_id."""
    return (pl.col("product_id").cast(pl.Int64) * STORES_MAX + pl.col("store_id")).alias("unique_id")


def product_of(series: str) -> pl.Expr:
    """Find the product of a series."""
    return (pl.col(series) // STORES_MAX).alias("product_id")


def store_of(series: str) -> pl.Expr:
    """Find the store of a series; 0 for all stores together."""
    return (pl.col(series) % STORES_MAX).alias("store_id")


def over_all_stores(series: str = "unique_id") -> pl.Expr:
    """Tell whether a series is a product over all stores."""
    return pl.col(series) % STORES_MAX == 0
