"""Writes looked-up forecasts, and the sales before them, to CSV files: row by row, batch by batch."""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

from foresail.errors import BadRequest
from foresail.forecast_cache.lookup import Lookup
from foresail.forecast_cache.records import Forecast, MissingForecast, Question
from foresail.paging import Page
from foresail.warehouse.forecast_cache import CacheState
from foresail.warehouse.sold import Wanted, read_before

Connect = Callable[[], AbstractContextManager[Connection]]
"""Opens a connection that reads, for as long as one batch takes."""
PAGE = 1000
SHEET_ROWS_MAX = 1_048_575
"""Rows of one sheet of Excel below its header."""
CHARTS_MAX = 20
NAMED_MISSING_MAX = 100
BEFORE = ("product", "store", "day", "mean")
AFTER = (
    "frequency", "status", "method_label", "method", "demand_class", "run_id", "model_id", "data_version",
    "as_of",
)  # fmt: skip
HISTORY = ("product", "store", "day", "units_sold")
# What Excel may take for the beginning of a formula: OWASP's list, with the wide signs of East Asia. Behind a
# semicolon, too: where a comma stands before decimals, it parts the lines of a .csv file there.
STARTS_A_FORMULA = re.compile("(^|;)(?=[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


@dataclass
class Written:
    """What a forecast file holds.

    `rows` steps of `series` products; `missing` products have no row, the first of them are named. `charted`
    are the first products that have rows: product, as_of and frequency.
    """

    rows: int = 0
    series: int = 0
    missing: int = 0
    missing_names: list[str] = field(default_factory=list)
    charted: list[tuple[str, date, str]] = field(default_factory=list)


def columns(quantiles: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a forecast file; `mean` and the quantiles are units a step."""
    return (*BEFORE, *quantiles, *AFTER)


def write_forecast(
    path: Path,
    connect: Connect,
    state: CacheState,
    question: Question,
    today: date,
    rows_max: int | None = None,
    is_for_excel: bool = False,
) -> Written:
    """Write what a question finds as CSV (UTF-8): a header, then one line a series and step.

    `is_for_excel` keeps names from starting a formula. Raises as Lookup; BadRequest where there are more
    than `rows_max` lines, before the first is written if it can be known.
    """
    written = Written()
    shown = harmless if is_for_excel else str
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns(question.quantiles))
        for series in _read(connect, state, question, today, rows_max):
            _note(written, series)
            _check(written.rows, rows_max)
            before = [shown(series.product), shown(series.store or "")]
            after = [getattr(series, name, None) for name in AFTER]
            for step in series.days:
                amounts = (step[name] for name in ("mean", *question.quantiles))
                writer.writerow([*before, step["day"], *amounts, *after])
    return written


def write_history(path: Path, connect: Connect, written: Written, store: str | None) -> None:
    """Write the sales of the charted products as CSV: units sold a step, up to the forecast's as-of step."""
    with path.open("w", encoding="utf-8", newline="") as file, connect() as connection:
        writer = csv.writer(file)
        writer.writerow(HISTORY)
        for product, as_of, step in written.charted:
            sold = read_before(connection, Wanted(product, store), as_of, step)
            for entry in sold["days"]:
                writer.writerow([product, sold["store"] or "", entry["day"], entry["quantity"]])


def harmless(text: str) -> str:
    """A user's text as Excel shows it, and never runs it, when it opens a CSV file."""
    return STARTS_A_FORMULA.sub(r"\1'", text)


def _read(
    connect: Connect, state: CacheState, question: Question, today: date, rows_max: int | None
) -> Iterator[Forecast | MissingForecast]:
    """Every series that a question finds, by pages; no connection is held while one is written."""
    for offset in count(0, PAGE):
        lookup = Lookup(state, question, today)
        with connect() as connection:
            lookup.find(connection, Page(PAGE, offset))
        if offset == 0 and _is_whole(lookup):
            _check(lookup.total * (lookup.horizon or 0), rows_max)
        for batch in lookup.batches:
            with connect() as connection:
                found = lookup.read(connection, batch)
            yield from found
        if question.products or offset + PAGE >= lookup.total:
            return


def _is_whole(lookup: Lookup) -> bool:
    """Whether every series found has as many steps as are asked for."""
    run, horizon = lookup.state.run, lookup.horizon
    return run is not None and horizon is not None and horizon <= run.horizon


def _note(written: Written, series: Forecast | MissingForecast) -> None:
    if isinstance(series, MissingForecast):
        written.missing += 1
        if len(written.missing_names) < NAMED_MISSING_MAX:
            written.missing_names.append(series.product)
        return
    written.series += 1
    written.rows += len(series.days)
    if series.days and len(written.charted) < CHARTS_MAX:
        written.charted.append((series.product, series.as_of, series.frequency))


def _check(rows: int, rows_max: int | None) -> None:
    if rows_max is not None and rows > rows_max:
        raise BadRequest(
            f"An Excel sheet holds {rows_max:,} rows, and this export has more.",
            "Use format=csv or format=parquet, or filter by product, search or horizon.",
        )
