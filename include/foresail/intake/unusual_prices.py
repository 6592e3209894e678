"""Finds prices far from what their product usually costs: a slip of the keyboard teaches no forecast.

A price more than TIMES the product's median, or less than one part in as many, of LINES_MIN lines or more. Of
the 538,550 prices of Online Retail one in 19,946 is (`make bench ONLY=unusual`).
"""

import polars as pl

from foresail.intake.rules import FINDINGS_SCHEMA, locate, nowhere
from foresail.intake.sheets import ValidatedSheet

LINES_MIN = 8
TIMES = 10.0


def find_unusual_prices(sales: pl.DataFrame) -> pl.Series:
    """Which lines of sales have such a price."""
    usual = sales.group_by("product").agg(
        pl.col("unit_price").median().alias("usual"), pl.col("unit_price").count().alias("priced")
    )
    usual = usual.filter(pl.col("priced") >= LINES_MIN)
    held = sales.select("product", "unit_price").join(usual, on="product", how="left", maintain_order="left")
    ratio = pl.col("unit_price") / pl.col("usual")
    return held.select(((ratio > TIMES) | (ratio < 1 / TIMES)).fill_null(False))["unit_price"]


def leave_unusual_prices(
    validated: list[ValidatedSheet], sales: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sales of all sheets without unusual prices, and the findings at their cells."""
    if not sales["unit_price"].count():
        return sales, pl.DataFrame(schema=FINDINGS_SCHEMA)
    unusual = find_unusual_prices(sales)
    if not unusual.any():
        return sales, pl.DataFrame(schema=FINDINGS_SCHEMA)
    found = []
    for number, sheet in enumerate(validated):
        at = sales.filter(unusual & (sales["table"] == number))["at"]
        lines = sheet.split.lines
        if len(at):
            where = nowhere(len(lines.rows)).scatter(at, True)
            found.append(locate(lines, where, "unit_price", "unusual-price"))
    price = sales["unit_price"].set(unusual, None)
    return sales.with_columns(price), pl.concat(found)
