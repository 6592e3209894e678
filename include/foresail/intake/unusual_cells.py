"""Says in which cells the quantities stand that may have to be confirmed."""

import polars as pl

from foresail.intake.rules import FINDINGS_SCHEMA, locate
from foresail.intake.sheets import ValidatedSheet
from foresail.intake.unusual import CANDIDATES, find_unusual


def locate_unusual(validated: list[ValidatedSheet], sales: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The candidates (CANDIDATES) among sales with their `sheet` (a number), and what was found unusual."""
    found = find_unusual(sales)
    at = (
        sales.select("row", "sheet")[found["place"]] if found.height else sales.select("row", "sheet").clear()
    )
    found = found.drop("place").with_columns(at["row"], at["sheet"])
    candidates, findings = [pl.DataFrame(schema=CANDIDATES)], [pl.DataFrame(schema=FINDINGS_SCHEMA)]
    for number, sheet in enumerate(validated):
        of_sheet = found.filter(pl.col("sheet") == number)
        if of_sheet.is_empty():
            continue
        lines = sheet.split.lines
        cells = locate(lines, lines.rows.is_in(of_sheet["row"].implode()), "quantity", "unusual-quantity")
        named = of_sheet.drop("row", "sheet").with_columns(cells["sheet"], cells["cell"])
        candidates.append(named.select(CANDIDATES.keys()))
        findings.append(cells.filter(of_sheet["is_unusual"]))
    return pl.concat(candidates), pl.concat(findings)
