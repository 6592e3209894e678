"""What a refusal tells a program of a header: its columns, what they seem to be, what is missing."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from foresail.columns import BY_FIELD, column_letter, fingerprint, label_headers
from foresail.intake.excerpts import as_shown, excerpt_below
from foresail.workbooks.reading import Sheet

HEADERS_TOLD = 60
VALUES_TOLD = 3
HEADER_MAX = 255
YEAR, FISCAL_YEAR, DAYS, JOIN = "year", "fiscal-year", "days", "join"


def describe_headers(
    sheet: Sheet,
    row: int,
    header: Sequence[str | None],
    mapping: Mapping[str, int],
    suggestion: Mapping[str, int],
    missing: Sequence[str],
    more: Sequence[str] = (),
    *,
    asks: str | None = None,
) -> dict[str, Any]:
    """The details of a refusal; `more` are labels that can be chosen as if they were headers.

    `cells` are the first rows of the sheet (`foresail.intake.excerpts.excerpt`).
    What no header answers is named in `asks`: YEAR, FISCAL_YEAR (a setting), DAYS, which the file lacks, or
    JOIN, whether a column is taken from another sheet.
    """
    below = sheet.cells.slice(row + 1)
    told = label_headers(header)
    headers = [
        {"column": column_letter(place), "header": told[place][:HEADER_MAX], "values": _values(below, place)}
        for place, cell in list(enumerate(header))[:HEADERS_TOLD]
        if cell
    ]
    return {
        "sheet": sheet.name,
        "row": row + 1,
        "headers": headers + [{"column": "", "header": text[:HEADER_MAX], "values": []} for text in more],
        "mapping": {BY_FIELD[field].name: told[place] for field, place in mapping.items()},
        "suggestion": {BY_FIELD[field].name: told[place] for field, place in suggestion.items()},
        "missing": list(missing),
        "fingerprint": fingerprint(header),
        "cells": excerpt_below(sheet, row),
        **({"asks": asks} if asks else {}),
    }


def _values(below: pl.DataFrame, place: int) -> list[str]:
    values = below.select(pl.col(str(place)).drop_nulls().head(VALUES_TOLD))
    return values.select(as_shown(pl.all()))[str(place)].to_list()
