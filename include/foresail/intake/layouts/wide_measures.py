"""Finds the rows of other measures than the units sold, where a column of a wide sheet names each row's."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from foresail.intake.headings import is_measure, rate_quantity
from foresail.intake.layouts.wide_labels import Heads, Rows, wanted_measure
from foresail.intake.texts import tidy
from foresail.workbooks.reading import Sheet

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
        if all(rate_quantity(text).score for text in known):
            continue  # these are units of measure: pcs, units
        wanted = wanted_measure(Rows(sheet, [], given), heads, known, measures)
        return Measures(place, (texts != wanted).fill_null(False))
    return None
