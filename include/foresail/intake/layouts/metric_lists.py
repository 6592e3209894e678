"""Reads a list with a row for each metric of a product and day (Metric, Value): units, prices, revenues."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from foresail.columns import header_key, map_header
from foresail.errors import UnmappedHeader
from foresail.intake.headings import has_words, is_measure, rate_quantity
from foresail.intake.layouts.adding import add_column, with_note
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.layouts.date_parts import join_date_parts
from foresail.intake.layouts.exports import leave_rows
from foresail.intake.layouts.guessing import Columns, guess
from foresail.intake.layouts.wide_labels import SURE_UNITS
from foresail.intake.layouts.wide_measures import MEASURES, MEASURES_MAX
from foresail.intake.rules import Places, nowhere
from foresail.intake.sheets import Origin, Table, count_header_rows
from foresail.workbooks.reading import Sheet

VALUES = {
    header_key(text)
    for text in (
        "Value", "Values", "Wert", "Werte", "Valeur", "Valor", "Valore", "Waarde", "Wartość", "Værdi",
        "Värde", "Arvo", "Değer", "Значение", "值", "数值", "値", "값", "Amount", "Figure", "Number", "Val",
        "Metric value", "Measure value", "KPI value",
    )
}  # fmt: skip
NAMES = MEASURES | {
    "kennzahlen", "attribute", "attribut", "variable", "indicateur", "indicador", "indicatore", "metrik",
    "metrique", "metrica", "мера", "показатель", "指标",
}  # fmt: skip
PRICES = frozenset(
    (
        "price",
        "preis",
        "prix",
        "precio",
        "prezzo",
        "preco",
        "prijs",
        "cena",
        "pris",
        "hinta",
        "fiyat",
        "asp",
        "цена",
    )
)
CELLS_MIN = 4


@dataclass(frozen=True)
class _List:
    """The header of such a list: its row (from 0), the columns of metrics and values, the metrics' names."""

    row: int
    header: tuple[str | None, ...]
    metric: int
    value: int
    names: list[str]


def find_metric_list(sheet: Sheet, given: Mapping[str, str]) -> Table | None:
    """The rows of units sold of such a list, with the prices of their rows; None where it is none.

    Raises UnmappedHeader where it is not clear which metric is the units sold.
    """
    found = _find(sheet)
    if found is None:
        return None
    said = {name: text for name, text in given.items() if name != "Quantity"}
    others = tuple(
        None if place in (found.metric, found.value) else cell for place, cell in enumerate(found.header)
    )
    own = map_header(others, said)
    if said and not own:
        return None
    body = sheet.cells.slice(found.row + 1)
    guessed = guess(Columns(others, body), {**own, "quantity": found.value})
    if not guessed.is_sure:
        return None
    sold = _choose_sold(sheet, found, given.get("Quantity"))
    table = Table(sheet, found.row, found.header, own | guessed.mapping)
    return join_date_parts(_take(table, body, found, sold))


def _find(sheet: Sheet) -> _List | None:
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    for row, cells in enumerate(head.iter_rows()):
        if sum(map(bool, cells)) < CELLS_MIN:
            continue
        values = [place for place, cell in enumerate(cells) if cell and header_key(cell) in VALUES]
        if len(values) != 1:
            continue
        metrics = [place for place, cell in enumerate(cells) if cell and has_words(cell, NAMES)]
        metrics = [place for place in metrics if place not in values]
        if len(metrics) != 1:
            continue
        body = sheet.cells.slice(row + 1)
        texts = body[str(metrics[0])].drop_nulls().unique().cast(pl.String).str.strip_chars().unique()
        names = sorted(texts.to_list())
        if 1 < len(names) <= MEASURES_MAX and any(map(is_measure, names)):
            return _List(row, cells, metrics[0], values[0], names)
    return None


def _choose_sold(sheet: Sheet, found: _List, said: str | None) -> str:
    """The metric of the units sold; raises UnmappedHeader where none, or several, may be it."""
    if said in found.names:
        return str(said)
    sold = [name for name in found.names if rate_quantity(name).score >= SURE_UNITS]
    if len(sold) == 1:
        return sold[0]
    shown = ", ".join(repr(name[:40]) for name in found.names)
    raise UnmappedHeader(
        f"Sheet {sheet.name!r} has a row for each metric, and it is not clear which are units sold: {shown}.",
        "Send which in columns, as Quantity.",
        describe_headers(sheet, found.row, found.header, {}, {}, ["Quantity"], found.names),
    )


def _take(table: Table, body: pl.DataFrame, found: _List, sold: str) -> Table:
    """The table without the rows of other metrics, each told; a price is given to the row of its units."""
    metrics = body[str(found.metric)].cast(pl.String).str.strip_chars()
    other = (metrics != sold).fill_null(body[str(found.value)].is_not_null())
    prices = [name for name in found.names if has_words(name, PRICES)]
    used = nowhere(body.height)
    if len(prices) == 1 and "unit_price" not in table.mapping and prices[0] != sold:
        table, used = _with_prices(table, body, found, metrics, prices[0])
    left = leave_rows(table, other & ~used, found.metric)
    left = with_note(left, found.row, found.metric, sold, "metric-taken")
    return replace(left, left=other)


def _with_prices(
    table: Table, body: pl.DataFrame, found: _List, metrics: pl.Series, name: str
) -> tuple[Table, pl.Series]:
    """The table with a price for each row that has one of its own beside it, and the rows of these prices."""
    keys = [each for each in body.columns if int(each) not in (found.metric, found.value)]
    keys = [each for each in keys if body[each].null_count() < body.height]
    lines = body.select(
        *(pl.col(each).cast(pl.String).fill_null("") for each in keys),
        price=pl.col(str(found.value)).cast(pl.String),
    ).with_row_index("at")
    priced = lines.filter(metrics == name).unique([*keys, "price"], keep="first", maintain_order=True)
    if priced.select(keys).is_duplicated().any():
        return table, nowhere(body.height)
    joined = lines.drop("price").join(
        priced.rename({"at": "price_at"}), on=keys, how="left", maintain_order="left"
    )
    first = table.header_row + 2
    rows = joined["price_at"].fill_null(joined["at"]).cast(pl.Int64) + first
    made = add_column(table, "unit_price", joined["price"], name, found.value)
    columns = pl.repeat(found.value, body.height, dtype=pl.Int64, eager=True)
    origin: Origin = made.origin  # type: ignore[assignment]  # add_column makes one
    at = made.mapping["unit_price"]
    # The cells of other columns lie in the row of the units, as they did.
    made = replace(made, origin=replace(origin, places={**origin.places, at: Places(columns, rows)}))
    noted = with_note(made, int(rows[0]) - 1, found.value, name, "price-matched")
    return noted, (metrics == name).fill_null(False)
