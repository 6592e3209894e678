"""Tells rows and columns of totals from sales, in many languages."""

from functools import reduce
from operator import or_

import polars as pl

from foresail.intake.months import MONTHS
from foresail.intake.texts import TextColumn, tidy

_WORDS = (
    "total|totals|grand total|sub ?total|sum|gesamt|gesamtsumme|gesamtergebnis|ergebnis|teilergebnis|summe|"
    "zwischensumme|insgesamt|somme|total général|sous-total|suma|suma total|total general|subtotal general|"
    "total geral|totale|totale generale|totale complessivo|totaal|eindtotaal|subtotaal|razem|ogółem|"
    "suma końcowa|suma całkowita|итого|всего|общий итог|итог|toplam|genel toplam|totalt|totalsumma|yhteensä|"
    "kokonaissumma|celkem|celkový součet|összesen|végösszeg|合计|总计|总和|小计|汇总|合計|小計|総計|총합계|"
    "합계|"
    "총계|소계|tổng|tổng cộng|jumlah|jumlah total|รวม|المجموع|إجمالي|الإجمالي"
)
# One of these stands in each of the words: a quick look before the long one.
_FIRST = {word.removeprefix("grand ").split()[0] for word in _WORDS.replace("sub ?", "sub").split("|")}
_STEMS = sorted({form for word in _FIRST for form in (word, word.upper(), word.capitalize())})
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_OF_WHAT = (
    r"(?:daily|day|weekly|week|monthly|month|quarterly|quarter|yearly|year|annual|page|store|shop|branch|"
    rf"tages?|wochen?|monats?|jahres?|report|running|period|today'?s?|(?:{_MONTHS})\.?(?:[\s\-]*(?:19|20)?[0-9]{{2}})?)"
)
# What may stand beside the word: a day, a month, a year, or that it is over a time.
_WHEN = (
    r"(?:[\s:]*(?:[0-9]{1,4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,4})?|(?:19|20)[0-9]{2}|"
    r"(?:q|w|kw|week|wk) ?[0-9]{1,2}|" + _MONTHS + r"))"
)
TOTAL = rf"(?i)^(?:{_OF_WHAT}[\s\-]*)?(?:{_WORDS})\s*[:=.]?{_WHEN}*\s*[:=.]?$"
"""A cell that says total, alone or of a time."""
TOTAL_BEGINS = (
    rf"(?i)^(?:{_OF_WHAT}[\s\-]*)?(?:{_WORDS})(?:\s*[:=.]?$|[\s:]+(?:for|of|der|des|du|de|per|-|\d))"
)
"""A cell that begins to say what it adds up, in a row without a date."""
_BEFORE = rf"(?i)^(?:{_WORDS})\s*[:\-]?\s+"
_AFTER = rf"(?i)\s*[\-:]?\s*(?:{_WORDS})\s*[:=.]?$"
TOTAL_HEADING = (
    rf"(?i)^(?:.*[\s\-_(]|ytd|year to date|)(?:{_WORDS}|ytd|year to date|average|avg|mean|durchschnitt|"
    rf"moyenne|"
    rf"promedio|media)\b.*$|^(?:{_WORDS})|^(?:19|20)[0-9]{{2}}$|^(?:fy|cy)\s?'?[0-9]{{2,4}}$"
)
"""The heading of a column that adds up others, beside columns of periods."""


def find_totals(
    body: pl.DataFrame, columns: dict[str, TextColumn], hidden: pl.Series | None = None
) -> pl.Series:
    """Which rows say that they add up others: without a date of their own, or under a total's bare name.

    `hidden` are rows whose date lies above them, and so is not missing.
    """
    dates, products = columns["date"], columns["product"]
    named = products.where(products.values.str.contains(TOTAL))
    undated = dates.is_empty | dates.where(~dates.values.str.contains(r"\d"))
    if hidden is not None:
        undated = undated & ~hidden
    candidates = undated | named
    if not candidates.any():
        return candidates
    some = body.filter(candidates)
    says = reduce(or_, (_says_total(some[name]) for name in some.columns))
    if undated.any():
        names = [columns[field] for field in ("product", "store") if field in columns]
        labels = pl.concat([column.values for column in names]).drop_nulls().unique()
        says |= reduce(or_, (names_total_of(column.filter(candidates), labels) for column in names))
    rows = candidates.arg_true().filter(says)
    return pl.repeat(False, body.height, eager=True).scatter(rows, True)


def _says_total(cells: pl.Series) -> pl.Series:
    """Which cells say that they add up; each text is looked at once."""
    texts = cells.drop_nulls().unique()
    plain = texts.cast(pl.String)
    plain = plain.filter(plain.str.contains_any(_STEMS, ascii_case_insensitive=True))
    bare = plain.str.strip_chars()
    saying = plain.filter(bare.str.contains(TOTAL_BEGINS) | bare.str.contains(TOTAL))
    return cells.cast(pl.String).is_in(saying.implode()).fill_null(False)


def names_total_of(column: TextColumn, labels: pl.Series) -> pl.Series:
    """Which cells are a total's word before or behind the name of something in the column."""
    known = labels.implode()
    texts = column.values
    before, after = texts.str.replace(_BEFORE, ""), texts.str.replace(_AFTER, "")
    return column.where(((before != texts) & before.is_in(known)) | ((after != texts) & after.is_in(known)))


def first_total(cells: tuple[str | None, ...]) -> int:
    """The place of the cell that says total."""
    texts = tidy(pl.Series(cells, dtype=pl.String))
    places = (
        texts.str.contains(TOTAL_BEGINS).fill_null(False)
        | texts.str.contains(TOTAL).fill_null(False)
        | texts.str.contains(_AFTER).fill_null(False)
        | texts.str.contains(_BEFORE).fill_null(False)
    ).arg_true()
    return int(places[0]) if len(places) else 0
