"""Says in which cells the quantities stand that may have to be confirmed."""

import polars as pl

from foresail.intake.rules import FINDINGS_SCHEMA, locate, nowhere
from foresail.intake.sheets import ValidatedSheet
from foresail.intake.unusual import CANDIDATES, find_unusual


def locate_unusual(validated: list[ValidatedSheet], sales: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The candidates (CANDIDATES) among sales, and what was found unusual.

    Of each sale `table` and `at` say from which table it is, and from which of its lines.
    """
    found = find_unusual(sales.drop("table", "at"))
    origin = sales.select("table", "at").gather(found["place"].to_list())
    found = found.drop("place").with_columns(origin["table"], origin["at"])
    candidates, findings = [pl.DataFrame(schema=CANDIDATES)], [pl.DataFrame(schema=FINDINGS_SCHEMA)]
    for number, sheet in enumerate(validated):
        of_table = found.filter(pl.col("table") == number).sort("at")
        if of_table.is_empty():
            continue
        lines = sheet.split.lines
        where = nowhere(len(lines.rows)).scatter(of_table["at"], True)
        cells = locate(lines, where, "quantity", "unusual-quantity")
        named = of_table.with_columns(cells["sheet"], cells["cell"])
        candidates.append(named.select(CANDIDATES.keys()))
        findings.append(cells.filter(of_table["is_unusual"]))
    return pl.concat(candidates), pl.concat(findings)
