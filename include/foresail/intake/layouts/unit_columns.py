"""Minds a column of units of measure: cases of a product are not added to its pieces."""

from dataclasses import replace

import polars as pl

from foresail.columns import header_key
from foresail.intake.rules import FINDINGS_SCHEMA
from foresail.intake.sheets import Table, make_finding
from foresail.intake.units import UNITS

HEADINGS = {
    header_key(text)
    for text in (
        "Unit", "UoM", "UM", "Unit of measure", "Unit of measurement", "Base unit", "Base unit of measure",
        "Sales unit", "Sales UoM", "Order unit", "Unit code", "Qty unit", "Quantity unit", "Einheit", "ME",
        "Mengeneinheit", "Verkaufseinheit", "Unité", "Unité de mesure", "Unidad", "Unidad de medida",
        "Unità", "Unità di misura", "Unidade", "Eenheid", "Jednostka", "JM", "Enhet", "Birim", "MEINS",
        "VRKME", "ед", "Ед. изм.", "单位", "単位", "단위",
    )
}  # fmt: skip
"""The headings of columns that say what each quantity is counted in."""
# So many of the distinct units must be known ones, and so many units at most has a sheet.
KNOWN_MIN, UNITS_MAX = 0.9, 40


def leave_other_units(table: Table) -> Table:
    """The table without lines in another unit than most of their product's, each noted at its unit."""
    if table.header_row < 0 or table.factors is not None:
        return table  # it is turned into lines, or its cases into pieces
    body = table.sheet.cells.slice(table.header_row + 1)
    for place, cell in enumerate(table.header[: body.width]):
        if place in table.mapping.values() or header_key(cell or "") not in HEADINGS:
            continue
        distinct = body[str(place)].drop_nulls().unique().cast(pl.String)
        if not 1 < len(distinct) <= UNITS_MAX:
            continue
        told = {text: UNITS.get(text.strip().rstrip(".").lower()) for text in distinct}
        if sum(unit is not None for unit in told.values()) >= KNOWN_MIN * len(told):
            table = _leave(table, body, place, told)
    return table


def _leave(table: Table, body: pl.DataFrame, place: int, told: dict[str, str | None]) -> Table:
    lines = body.select(
        pl.col(str(table.mapping["product"])).cast(pl.String).str.strip_chars().alias("product"),
        pl.col(str(place)).cast(pl.String).replace_strict(told, return_dtype=pl.String).alias("unit"),
    )
    lines = lines.with_row_index("row").drop_nulls()
    usual = (
        lines.group_by("product", "unit")
        .agg(pl.len().alias("count"), pl.col("row").min())
        .sort("count", "row", descending=[True, False])
        .unique("product", keep="first", maintain_order=True)
        .select("product", pl.col("unit").alias("usual"))
    )
    other = lines.join(usual, on="product").filter(pl.col("unit") != pl.col("usual"))["row"].sort()
    if other.is_empty():
        return table
    rows = pl.repeat(False, body.height, eager=True).scatter(other, True)
    first = table.header_row + 2
    found = [
        make_finding(
            table.sheet.name,
            first + row,
            place,
            str(table.header[place]),
            body[row, str(place)],
            "mixed-units",
        )
        for row in other
    ]
    left = rows if table.left is None else table.left | rows
    notes = pl.concat([table.notes, pl.DataFrame(found, schema=FINDINGS_SCHEMA)])
    return replace(table, left=left, notes=notes)
