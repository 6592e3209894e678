"""Tells headings above or below periods apart: stores, measures, and which of these is the units sold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from foresail.columns import header_key
from foresail.errors import UnmappedHeader
from foresail.intake.headings import is_measure, is_money, is_not_sold, rate_quantity
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.totals import TOTAL_HEADING
from foresail.workbooks.reading import Sheet

MIDNIGHT = " 00:00:00"
YEAR = re.compile(r"^(?:fy|cy|jahr|year|año|année)?\s*'?((?:19|20)[0-9]{2})(?:年)?$", re.IGNORECASE)
_PIVOT = {
    header_key(text)
    for text in (
        "Column Labels", "Spaltenbeschriftungen", "Étiquettes de colonnes", "Etiquetas de columna",
        "Etichette di colonna", "Rótulos de Coluna", "Kolomlabels", "Etykiety kolumn", "Названия столбцов",
        "列标签",
        "列ラベル", "열 레이블", "Values", "Werte", "Valeurs", "Valores", "Valori",
    )
}  # fmt: skip


# A title of this score speaks of units, whatever else it says.
SURE_UNITS = 68
MONEY_TITLE = re.compile(
    r"(?i)\b(?:dollars?|euros?|pounds sterling|usd|eur|gbp|chf|jpy|cny|pln|inr|brl|revenues?|turnover|"
    r"umsätze?|erlöse?|chiffre d.affaires|facturaci[oó]n|fatturato|faturamento|omzet|obroty?|amounts?|"
    r"in millions|in thousands|tsd\.?|mio\.?)\b|[€$£¥]|выручка|销售额|金额|売上高|매출액"
)


@dataclass(frozen=True)
class PeriodColumn:
    """A column of one period, and of one store where the headings say so."""

    place: int
    day: date
    store: str | None = None


@dataclass(frozen=True)
class Heads:
    """The headings: the row of the periods and the first row below them (from 0), what each column is.

    `left` are columns that hold no sales, by place; `year_at` is where a year was taken from.
    """

    row: int
    body_row: int
    header: tuple[str | None, ...]
    texts: dict[int, str]
    periods: list[PeriodColumn]
    kind: str
    left: dict[int, str | None]
    store_row: int = 0
    year_at: tuple[int, int, str] | None = None

    @property
    def name(self) -> str:
        """The columns in words."""
        first, last = (self.texts[column.place] for column in (self.periods[0], self.periods[-1]))
        return f"{first.removesuffix(MIDNIGHT)} to {last.removesuffix(MIDNIGHT)}"


@dataclass(frozen=True)
class Rows:
    """The rows that may be headings, and the sheet they are of."""

    sheet: Sheet
    cells: list[tuple[str | None, ...]]
    given: Mapping[str, str]

    def at(self, row: int) -> tuple[str | None, ...]:
        """The cells of a row; nothing where there is none."""
        if 0 <= row < len(self.cells):
            return self.cells[row]
        return (None,) * self.sheet.cells.width


def choose(rows: Rows, heads: Heads, labels: Sequence[str | None], row: int) -> Heads:
    """Keep the columns of the units sold, or note whose store each is, by one row of labels."""
    of = {column.place: labels[column.place] for column in heads.periods}
    known = {text for text in of.values() if text and not YEAR.match(text) and header_key(text) not in _PIVOT}
    known = {text for text in known if not re.match(TOTAL_HEADING, text)}
    if not known:
        return _without_totals(heads, of)
    measures = {text for text in known if is_measure(text)}
    if not measures:
        if len(known) == 1:
            return heads
        stores = [replace(column, store=of[column.place]) for column in heads.periods]
        heads = replace(heads, periods=stores, store_row=row)
        return _without_totals(heads, of)
    wanted = wanted_measure(rows, heads, known, measures)
    kept = [column for column in heads.periods if of[column.place] == wanted]
    left = {column.place: of[column.place] for column in heads.periods if of[column.place] != wanted}
    return replace(heads, periods=kept, left=heads.left | left)


def _without_totals(heads: Heads, of: Mapping[int, str | None]) -> Heads:
    """The headings without columns under a total."""
    left: dict[int, str | None] = {
        place: text
        for place, text in of.items()
        if text and not YEAR.match(text) and re.match(TOTAL_HEADING, text)
    }
    kept = [column for column in heads.periods if column.place not in left]
    return replace(heads, periods=kept, left=heads.left | left) if kept else heads


def wanted_measure(rows: Rows, heads: Heads, known: set[str], measures: set[str]) -> str:
    """The label of the units sold; raises UnmappedHeader where several may be, or none."""
    given = rows.given.get("Quantity")
    said = [text for text in known if given and header_key(text) == header_key(given)]
    if said:
        return said[0]
    rated = sorted(((rate_quantity(text).score, text) for text in measures), reverse=True)
    if rated[0][0] >= SURE_UNITS and (len(rated) == 1 or rated[0][0] > rated[1][0]):
        return rated[0][1]
    actual = [text for text in known if not is_money(text) and not is_not_sold(text)]
    if len(actual) == 1 and rated[0][0] == 0 and not any(map(is_money, known)):
        return actual[0]
    shown = ", ".join(repr(text[:40]) for text in sorted(known))
    raise UnmappedHeader(
        f"Sheet {rows.sheet.name!r} has a column for each period, and it is not clear which hold units "
        f"sold: {shown}.",
        "Send which in columns, as Quantity.",
        describe_headers(rows.sheet, heads.row, heads.header, {}, {}, ["Quantity"], sorted(known)),
    )


def check_distinct(rows: Rows, heads: Heads) -> None:
    """Raise UnmappedHeader where two columns are of one period and one store."""
    seen: dict[tuple[date, str | None], int] = {}
    for column in heads.periods:
        key = (column.day, column.store)
        if key in seen:
            text = heads.texts[column.place]
            raise UnmappedHeader(
                f"Sheet {rows.sheet.name!r} has two columns for {text[:40]!r}, and nothing says how they "
                f"differ.",
                "Give each column a heading of its own, or write above them which store or measure they are "
                "of.",
                describe_headers(rows.sheet, heads.row, heads.header, {}, {}, ["Quantity"], ()),
            )
        seen[key] = column.place


def check_title(rows: Rows, heads: Heads) -> None:
    """Raise UnmappedHeader where a title says that the cells below it are money."""
    said = [
        str(cell)
        for row in range(heads.row)
        for cell in rows.at(row)
        if cell and MONEY_TITLE.search(cell) and rate_quantity(cell).score < SURE_UNITS
    ]
    given = header_key(rows.given.get("Quantity", ""))
    if not said or given in {header_key(text) for text in said}:
        return
    title = next((cell for cell in rows.at(0) if cell), said[0])
    raise UnmappedHeader(
        f"Sheet {rows.sheet.name!r} ({title[:60]}) has a column for each period, and seems to "
        f"hold amounts of money, not units: {said[0][:80]!r}.",
        "Send a sheet of units; if these are units after all, send that text in columns, as Quantity.",
        describe_headers(rows.sheet, heads.row, heads.header, {}, {}, ["Quantity"], said[:1]),
    )
