"""Reads known exports by their headings; minds what a column says of returns and cancellations."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foresail.columns import header_key, map_header, missing_columns
from foresail.intake.headings import has_words, is_money
from foresail.intake.layouts.known_exports import EXPORTS, Export
from foresail.intake.layouts.wide_measures import MEASURES, MEASURES_MAX, NO_MEASURES, find_sold_measure
from foresail.intake.numbers import parse_numbers
from foresail.intake.rules import FINDINGS_SCHEMA, nowhere
from foresail.intake.sheets import Table, count_header_rows, make_finding
from foresail.workbooks.plain_texts import CELLS
from foresail.workbooks.reading import Sheet

CELLS_MIN = 3
_KINDS = {
    header_key(text)
    for text in (
        "Type", "Transaction Type", "Event Type", "Document Type", "Doc Type", "Order Type", "Sales Type",
        "Sale Type",
        "Line Type", "Kind", "Sale/Return", "Trans Type", "Art", "Belegart", "Vorgangsart", "Tipo",
        "Type de document",
        "Tipo documento", "Typ", "Тип", "类型", "Voucher Type", "Is Return",
    )
}  # fmt: skip
_STATUSES = {
    header_key(text)
    for text in (
        "Status", "Order Status", "Financial Status", "Item Status", "Line Status", "Payment Status",
        "Sale Status",
        "Document Status", "Estado", "Statut", "Stato", "Auftragsstatus", "Bestellstatus", "Статус", "状态",
        "订单状态",
    )
}  # fmt: skip
_AMOUNTS = (
    r"(?i)amount|total|gross|net|sales|revenue|betrag|umsatz|importe|montant|importo|valor|bedrag|kwota|"
    r"сумма|金额"
)
# What may be negative on a line that is a sale: a discount, a cost, a loss.
_OTHER_AMOUNTS = (
    r"(?i)disc|rabatt|nachlass|remise|rabais|descuento|desconto|sconto|korting|rabat|coupon|voucher|promo|tax|"
    r"vat|fee|commission|cost|kosten|coût|costo|custo|margin|marge|profit|gewinn|deckungsbeitrag|balance|"
    r"adjust|shipping|折扣|成本|利润|скидк|прибыл"
)
RETURN = (
    r"(?i)^(?:sales? )?(?:return(?:ed|s)?|refund(?:ed|s)?|credit(?: ?(?:memo|note))?|cm|gutschrift|retoure|"
    r"rückgabe|"
    r"retour|avoir|remboursement|devoluci[oó]n|devoluç[aã]o|reso|nota (?:de|di) cr[eé]dito|zwrot|korekta|"
    r"возврат|退货|退款|"
    r"返品|환불|반품)(?: (?:invoice|order|receipt|sale))?$"
)
CANCELLED = (
    r"(?i)^(?:order )?(?:cancel(?:l?ed)?|void(?:ed)?|storno|storniert|annul[ée]e?|anulad[oa]|cancelad[oa]|"
    r"annullat[oa]|"
    r"geannuleerd|anulowan[eya]|отмен(?:ен|ён)[ао]?|已取消|キャンセル|취소)$"
)


def find_export(sheet: Sheet, given: Mapping[str, str]) -> Table | None:
    """The table of a known export; None where no row has the headings of one."""
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    for row, header in enumerate(head.iter_rows()):
        if sum(cell is not None for cell in header) < CELLS_MIN:
            continue
        keys: dict[str, int] = {}
        for place, cell in enumerate(header):
            keys.setdefault(header_key(cell or ""), place)
        export = next(
            (each for each in EXPORTS if all(header_key(text) in keys for text in each.known_by)), None
        )
        if export is not None:
            return _read(sheet, row, header, export, keys, given)
    return None


def _read(
    sheet: Sheet,
    row: int,
    header: tuple[str | None, ...],
    export: Export,
    keys: Mapping[str, int],
    given: Mapping[str, str],
) -> Table | None:
    own = {
        field: next((keys[header_key(text)] for text in texts if header_key(text) in keys), None)
        for field, texts in export.columns.items()
    }
    mapping = {field: place for field, place in own.items() if place is not None}
    said = map_header(header, given, {}) if given else {}
    if (given and not said) or missing_columns(mapping | said):
        return None
    mapping = {field: place for field, place in mapping.items() if place not in said.values()} | said
    note = make_finding(sheet.name, row + 1, mapping["product"], "", export.name, "known-export")
    table = Table(sheet, row, header, mapping, notes=pl.DataFrame([note], schema=FINDINGS_SCHEMA))
    return _keep_sales(table, export, keys)


def _keep_sales(table: Table, export: Export, keys: Mapping[str, int]) -> Table:
    """The table without lines that are no sales, its units positive where they are sold."""
    body = table.sheet.cells.slice(table.header_row + 1)
    left, place = nowhere(body.height), 0
    for text in export.kind:
        if header_key(text) in keys:
            place = keys[header_key(text)]
            kinds = body[str(place)].cast(pl.String)
            folded = {kind: header_key(kind) for kind in kinds.drop_nulls().unique()}
            other = [kind for kind, key in folded.items() if key not in export.sales]
            left = left | kinds.is_in(other).fill_null(False)
    for text in export.cancelled:
        if header_key(text) in keys:
            place = keys[header_key(text)]
            left = left | body[str(place)].is_not_null()
    made = leave_rows(table, left, place) if left.any() else table
    if not export.is_issue:
        return made
    return replace(turn_signs(made, ~nowhere(body.height)), are_signs_known=True)


def mind_statuses(table: Table) -> Table:
    """The table with returns negative and cancelled lines left out, where a column says which they are."""
    body = table.sheet.cells.slice(table.header_row + 1)
    taken = set(table.mapping.values())
    for place, cell in enumerate(table.header):
        key = header_key(cell or "")
        if place in taken or not (key in _KINDS or key in _STATUSES):
            continue
        texts = body[str(place)].cast(pl.String).str.strip_chars()
        cancelled = texts.str.contains(CANCELLED).fill_null(False)
        if cancelled.any():
            table = leave_rows(table, cancelled, place)
        returned = texts.str.contains(RETURN).fill_null(False)
        if not returned.any():
            continue
        if key in _KINDS:
            table = _negate(table, returned, place)
        else:
            table = _note(table, returned, place, "returned-later")
    table = _keep_units(table, body)
    return table if table.are_signs_known else _mind_amounts(table, body)


def _keep_units(table: Table, body: pl.DataFrame) -> Table:
    """The table without the lines of other measures, where a column says of each what it counts."""
    for place, cell in enumerate(table.header):
        if not cell or place in table.mapping.values() or header_key(cell) in _KINDS | _STATUSES:
            continue
        if body[str(place)].drop_nulls().n_unique() > MEASURES_MAX or has_words(cell, NO_MEASURES):
            continue
        texts = body[str(place)].cast(pl.String).str.strip_chars()
        sold = find_sold_measure(texts.drop_nulls().unique().to_list())
        if sold is not None and (has_words(cell, MEASURES) or texts.value_counts()["count"].n_unique() == 1):
            return leave_rows(table, (texts != sold).fill_null(False), place)
    return table


def _mind_amounts(table: Table, body: pl.DataFrame) -> Table:
    """The table with units negative where the amount of the line is, as on a few lines of returns."""
    for place, cell in enumerate(table.header):
        if place in table.mapping.values() or not cell or not is_money(cell):
            continue
        said = pl.Series([cell]).str
        if not said.contains(_AMOUNTS)[0] or said.contains(_OTHER_AMOUNTS)[0]:
            continue
        texts = body[str(place)].cast(pl.String).str.strip_chars()
        negative = (texts.str.contains(r"^-\s?[\d.,]*[1-9]|^\([\d.,\s]+\)$|^[\d.,]+-$")).fill_null(False)
        if negative.any() and 2 * negative.sum() <= texts.is_not_null().sum():
            return _negate(table, negative, place)
    return table


def _negate(table: Table, rows: pl.Series, place: int) -> Table:
    """The table with what is positive among some rows made negative, each noted."""
    quantity = table.sheet.cells[str(table.mapping["quantity"])].slice(table.header_row + 1).cast(pl.String)
    positive = (parse_numbers(quantity.set(~rows, None), numeric=True) > 0).fill_null(False)
    if not positive.any():
        return table
    return _note(turn_signs(table, positive), positive, place, "return-negated", each=True)


def turn_signs(table: Table, rows: pl.Series) -> Table:
    """The table with the sign of some rows' units turned."""
    name = str(table.mapping["quantity"])
    whole = table.sheet.cells[name].cast(pl.String)
    texts = whole.slice(table.header_row + 1).str.strip_chars()
    bare = texts.str.replace(r"^\((.*)\)$", "-$1").str.replace(r"^([\d.,]+)-$", "-$1")
    turned = pl.DataFrame({"text": bare}).select(
        pl.when(pl.col("text").str.starts_with("-"))
        .then(pl.col("text").str.strip_prefix("-"))
        .when(pl.col("text").str.contains(r"^[\d.]"))
        .then("-" + pl.col("text"))
        .otherwise("text")
    )["text"]
    column = pl.concat([whole.head(table.header_row + 1), turned.zip_with(rows, texts).rename(name)])
    cells = table.sheet.cells.with_columns(column.cast(CELLS).alias(name))
    return replace(table, sheet=replace(table.sheet, cells=cells))


def leave_rows(table: Table, rows: pl.Series, place: int) -> Table:
    """The table without some rows, each noted at the cell that says so."""
    left = rows if table.left is None else table.left | rows
    return _note(replace(table, left=left), rows, place, "row-left", each=True)


def _note(table: Table, rows: pl.Series, place: int, code: str, *, each: bool = False) -> Table:
    """The table with a finding at the cells of a column, or at the first of them."""
    numbers = rows.arg_true() if each else rows.arg_true().head(1)
    first = table.header_row + 1
    texts = table.sheet.cells[str(place)]
    notes = [
        make_finding(
            table.sheet.name,
            first + int(row) + 1,
            place,
            str(table.header[place]),
            texts[first + int(row)],
            code,
        )
        for row in numbers
    ]
    return replace(table, notes=pl.concat([table.notes, pl.DataFrame(notes, schema=FINDINGS_SCHEMA)]))
