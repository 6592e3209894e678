"""What storing a checked file would change, computed inside the sandbox; nothing is written."""

import json
from pathlib import Path

import polars as pl

from foresail.intake import unseen
from foresail.intake.shapes import Changes
from foresail.warehouse.changes import foresee
from foresail.warehouse.connecting import open_warehouse, reading


def foresee_changes(database: str, sales: Path, products: Path) -> Changes:
    """What the lines of a checked file (Parquet) would change, and which of its products were never seen."""
    with reading(open_warehouse(database)) as connection:
        changed = foresee(connection, pl.read_parquet(sales))
        new = unseen.describe(connection, json.loads(products.read_text()))
    return {**changed, "products_unseen": new["products"], "near_duplicates": new["near_duplicates"]}
