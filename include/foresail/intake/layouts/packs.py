"""Turns quantities of cases into pieces, where a column says how many pieces a case has."""

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foresail.columns import header_key, map_header
from foresail.errors import UnmappedHeader
from foresail.intake import heading_words as words
from foresail.intake.headings import has_words, rate_quantity
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.layouts.columns import SHARE_MIN, Profile
from foresail.intake.layouts.guessing import COLUMNS_MAX
from foresail.intake.layouts.unit_columns import HEADINGS as UNIT_HEADINGS
from foresail.intake.numbers import parse_numbers
from foresail.intake.rules import FINDINGS_SCHEMA, nowhere
from foresail.intake.sheets import HEADING_MAX, TIMES, Table, count_header_rows, make_finding
from foresail.intake.texts import tidy
from foresail.workbooks.reading import Sheet

FACTORS = {
    header_key(text)
    for text in (
        "Pack size", "Packsize", "Case size", "Case pack", "Casepack", "Pack qty", "Pack quantity",
        "Case qty", "Carton qty", "Carton quantity", "Units per pack", "Inner qty", "Inner pack",
        "Conversion",
        "Conversion factor", "Factor", "Multiplier", "VPE", "VE", "VE-Größe", "Gebindegröße", "Packungsgröße",
        "Inhalt", "Stück je VE", "Umrechnungsfaktor", "Colisage", "PCB", "SPCB", "Unités par colis",
        "Unidades por caja", "Uds por caja", "Unidades por bulto", "Pezzi per cartone", "Pz per cartone",
        "Unidades por caixa", "Stuks per doos", "Aantal per doos", "Sztuk w opakowaniu", "Kolliantal",
        "Штук в упаковке", "Кол-во в упаковке", "装箱数", "箱入数", "入数",
    )
}  # fmt: skip
_PER = re.compile(
    r"(?:units|pcs|pieces|each|eaches|qty|items|st(?:ü|u|ue)ck)(?:per|je|pro)(?:case|carton|box|pack|tray|crate|ve|karton)"
)
LARGEST, ROWS_SEARCHED = 100_000, 20


def is_factor(heading: str) -> bool:
    """Whether a heading says how many pieces are in one case."""
    bare = heading.split(" from ", maxsplit=1)[0]
    key = header_key(bare)
    says_per = bool(_PER.search(key))
    parts = bare.replace("/", " / ").casefold().split()
    divides = (
        "/" in parts
        and has_words(bare.split("/")[0], words.PIECES)
        and has_words(bare.split("/", 1)[1], words.CASES)
    )
    return key in FACTORS or says_per or divides


def is_case(heading: str) -> bool:
    """Whether a heading speaks of cases, cartons or the like that were sold."""
    return has_words(heading, words.CASES) and not is_factor(heading) and not has_words(heading, words.PIECES)


def without_times(given: Mapping[str, str]) -> dict[str, str]:
    """The given headers, of a quantity that is to be multiplied its own."""
    said = dict(given)
    if TIMES in said.get("Quantity", ""):
        said["Quantity"] = said["Quantity"].split(TIMES)[0]
    return said


def name_cases(sheet: Sheet, given: Mapping[str, str]) -> dict[str, str]:
    """The given headers, with the column of cases as the quantity, where it stands beside its factor."""
    said = without_times(given)
    if "Quantity" in said:
        return said
    head = sheet.cells.head(min(count_header_rows(sheet), ROWS_SEARCHED)).cast(pl.String)
    for header in head.iter_rows():
        cells = [cell for cell in header[:COLUMNS_MAX] if cell and not cell[:1].isdigit()]
        if not any(map(is_factor, cells)):
            continue
        cases = [cell for cell in cells if is_case(cell)]
        if (
            len(cases) == 1
            and "quantity" not in map_header(cells)
            and not any(
                rate_quantity(cell).score for cell in cells if cell not in cases and not is_factor(cell)
            )
        ):
            return said | {"Quantity": cases[0]}
        return said
    return said


def multiply_packs(table: Table, given: Mapping[str, str]) -> Table:
    """The table with what its cases are to be multiplied by, where a column says how many pieces are in one.

    Raises UnmappedHeader where its quantities may be either.
    """
    if table.header_row < 0:
        return table  # it was turned into lines
    body = table.sheet.cells.slice(table.header_row + 1)
    place = _find_factor(table, body)
    if place is None:
        return table
    heading, factor = table.names["quantity"], str(table.header[place])
    product, said = (heading + TIMES + factor)[:HEADING_MAX], given.get("Quantity")
    if said is not None and said != product:
        return table
    rows = _find_rows_of_cases(table, body)
    if rows is None and (is_case(heading) or said):
        rows = ~nowhere(body.height)
    if rows is not None and not rows.any():
        return table
    if rows is not None:
        return _multiply(table, body, place, rows)
    if has_words(heading, words.PIECES):
        return table
    raise UnmappedHeader(
        f"Sheet {table.sheet.name!r} has {heading[:40]!r} beside {factor[:40]!r}, and it is not clear "
        "whether its quantities are cases, to be multiplied by it, or pieces.",
        f"Send Quantity in columns as {product!r}, or as {heading!r} where they are pieces.",
        describe_headers(
            table.sheet, table.header_row, table.asked_as or table.header, {}, {}, ["Quantity"],
            [product, heading],
        ),
    )  # fmt: skip


def _find_factor(table: Table, body: pl.DataFrame) -> int | None:
    """The column of whole numbers that says how many pieces are in a case; None where none is above one."""
    for place, cell in enumerate(table.header[: body.width]):
        if not cell or place in table.mapping.values() or not is_factor(cell):
            continue
        profile = Profile.of(body[str(place)])
        plain = profile.texts.str.contains(r"^\d+(?:[.,]0+)?$")
        if plain.sum() < SHARE_MIN * max(1, len(plain)):
            continue
        if profile.is_numbers and profile.is_whole and float(profile.numbers.max() or 0) > 1:  # type: ignore[arg-type]
            return place
    return None


def _find_rows_of_cases(table: Table, body: pl.DataFrame) -> pl.Series | None:
    """The rows whose unit is a case, where a column says the unit of each; None where none does."""
    for place, cell in enumerate(table.header[: body.width]):
        if not cell or place in table.mapping.values() or header_key(cell) not in UNIT_HEADINGS:
            continue
        texts = body[str(place)].drop_nulls().unique().cast(pl.String)
        cases = [text for text in texts if has_words(text, words.CASES)]
        pieces = [text for text in texts if has_words(text, words.PIECES)]
        if len(texts) and len(cases) + len(pieces) == len(texts):
            return body[str(place)].cast(pl.String).is_in(cases).fill_null(False)
    return None


def _multiply(table: Table, body: pl.DataFrame, place: int, rows: pl.Series) -> Table:
    """The table with the factors of some rows; rows without one are left, each told."""
    quantity = table.mapping["quantity"]
    factors = parse_numbers(tidy(body[str(place)].cast(pl.String)), numeric=True)
    good = factors.is_between(1, LARGEST).fill_null(False)
    without = rows & ~good & body[str(quantity)].is_not_null()
    at = table.origin.columns.get(place, place) if table.origin else place
    first = table.header_row + 2
    name, heading = table.sheet.name, str(table.header[place])
    found = [
        make_finding(name, first + int(row), at, heading, body[int(row), str(place)], "pack-without-size")
        for row in without.arg_true()
    ]
    found.append(make_finding(name, first - 1, at, heading, heading, "packs-multiplied"))
    mapping = dict(table.mapping)
    price = mapping.pop("unit_price", None)
    if price is not None:
        # A price may be of a case or of a piece, and neither is guessed.
        told = table.header[price]
        found.append(make_finding(name, first - 1, price, "Unit Price", told, "price-of-pack"))
    each = pl.DataFrame({"row": pl.int_range(first, first + body.height, eager=True), "factor": factors})
    left = without if table.left is None else table.left | without
    return replace(
        table,
        mapping=mapping,
        left=left if left.any() else table.left,
        notes=pl.concat([table.notes, pl.DataFrame(found, schema=FINDINGS_SCHEMA)]),
        factors=each.filter(rows & good),
        times=heading,
    )
