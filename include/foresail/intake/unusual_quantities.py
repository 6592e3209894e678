"""Which of a file's largest sales a person must confirm, by the stored past and what was answered."""

from typing import Any, cast

import polars as pl
from sqlalchemy import Connection

from foresail.intake.shapes import Unusual
from foresail.intake.unusual import FACTOR, LINES_MIN, MARGIN
from foresail.naming import name_key
from foresail.warehouse import line_decisions, sold_days
from foresail.warehouse.line_decisions import Line

TOLD_MAX = 1000


def judge(connection: Connection, candidates: pl.DataFrame) -> list[Unusual]:
    """The candidates (`unusual.CANDIDATES`) that are unusual and unanswered, the first thousand.

    A sale no larger than a day in the past of its product, times the factor, is none. Where that past is the
    yardstick, what is usual is its days.
    """
    keys = {name: name_key(name) for name in candidates["product"].unique()}
    days = candidates["date"].sort().to_list()
    span = (days[0], days[-1]) if days else None
    past = sold_days.read_range(connection, sorted(set(keys.values())), outside=span)
    decided = line_decisions.read(connection, [line_of(row) for row in candidates.iter_rows(named=True)])
    unusual = []
    for row in candidates.iter_rows(named=True):
        known, least, largest = past.get(keys[row["product"]], (0, 0.0, 0.0))
        is_above = row["quantity"] > max(FACTOR * largest, largest + MARGIN)
        by_past = known >= LINES_MIN and row["lines"] < LINES_MIN
        if (is_above if by_past else row["is_unusual"] and is_above) and line_of(row) not in decided:
            unusual.append(_told(row | {"usual_low": least, "usual_high": largest} if by_past else row))
    return unusual[:TOLD_MAX]


def line_of(row: dict[str, Any]) -> Line:
    """What a decision is about, of a row with product, date (also as ISO), store and quantity."""
    store = name_key(row["store"]) if row["store"] else ""
    return Line(name_key(row["product"]), str(row["date"]), store, row["quantity"])


def _told(row: dict[str, Any]) -> Unusual:
    return cast(Unusual, {name: row[name] for name in Unusual.__annotations__} | {"date": str(row["date"])})
