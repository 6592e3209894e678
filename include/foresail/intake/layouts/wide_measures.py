"""Finds the rows of other measures than the units sold, where a column of a wide sheet names each row's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from foresail.intake.headings import has_words, is_measure, is_money, rate_quantity
from foresail.intake.layouts.wide_labels import Heads, Rows, wanted_measure
from foresail.intake.texts import tidy
from foresail.workbooks.reading import Sheet

NO_MEASURES = frozenset(("unit", "units", "uom", "einheit", "me", "unidad", "unite", "currency", "wahrung"))
"""Words of the headings of columns that hold units of measure or currencies."""
PLANNED = frozenset(
    (
        "budget",
        "plan",
        "planned",
        "forecast",
        "target",
        "goal",
        "stock",
        "inventory",
        "bestand",
        "prognose",
        "soll",
    )
)
MEASURES = frozenset(
    (
        "measure",
        "measures",
        "metric",
        "metrics",
        "kpi",
        "scenario",
        "version",
        "figure",
        "kennzahl",
        "indicator",
    )
)
"""Words of the headings of columns that name measures."""
ACTUAL = frozenset(("actual", "actuals", "ist", "reel", "real", "effettivo"))
# So many different texts at most are names of measures.
MEASURES_MAX = 12


@dataclass(frozen=True)
class Measures:
    """The column that names each row's measure, and the rows of others than the units sold."""

    place: int
    others: pl.Series


def find_measures(
    sheet: Sheet, heads: Heads, labels: Mapping[str, int], body: pl.DataFrame, given: Mapping[str, str]
) -> Measures | None:
    """The rows of other measures; None where no column names measures.

    Raises UnmappedHeader where it is not clear which measure is the units sold.
    """
    for place in range(heads.periods[0].place):
        if place in labels.values():
            continue
        distinct = body[str(place)].drop_nulls().unique()
        if not 0 < len(distinct) <= MEASURES_MAX * 2:
            continue
        texts = tidy(body[str(place)].cast(pl.String))
        known = {text for text in texts.drop_nulls().unique() if text}
        heading = (heads.header[place] or "").strip()
        known.discard(heading)
        measures = {text for text in known if is_measure(text)}
        if not measures or len(known) > MEASURES_MAX or len(measures) < len(known):
            continue
        if has_words(heading, NO_MEASURES) or all(rate_quantity(text).score for text in known):
            continue  # these are units of measure, or currencies: pcs, box
        wanted = wanted_measure(Rows(sheet, [], given), heads, known, measures)
        return Measures(place, (texts != wanted).fill_null(False))
    return None


def find_sold_measure(known: Collection[str]) -> str | None:
    """Of the names of measures in a column the one of units sold, where the others are money or planned."""
    others = [text for text in known if is_money(text) or has_words(text, PLANNED)]
    sold = [text for text in known if text not in others]
    if not others or len(sold) != 1:
        return None
    is_sold = rate_quantity(sold[0]).score > 0 or has_words(sold[0], ACTUAL)
    return sold[0] if is_sold else None
