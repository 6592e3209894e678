"""The columns of a calendar's workbook."""

from foresail.columns import COLUMNS, Column, rank

_SYNONYMS = {column.field: (column.name, *column.synonyms) for column in COLUMNS}
CALENDAR_COLUMNS = (
    Column("First Day", "first_day", True, (
        "first", "from", "start", "start date", "begin", "begins", "valid from", "von", "beginn", "ab",
        "gültig ab", "desde", "inicio", "du", "début", "dal", "inizio", "van", "od", *_SYNONYMS["date"],
    )),
    Column("Last Day", "last_day", False, (
        "last", "to", "until", "end", "end date", "ends", "valid to", "bis", "ende", "gültig bis", "hasta",
        "fin", "au", "al", "fine", "tot", "do",
    )),
    Column("Event", "event", False, (
        "promotion", "promo", "campaign", "holiday", "name", "occasion", "aktion", "ereignis", "anlass",
        "feiertag", "kampagne", "evento", "promoción", "événement", "opération", "promozione", "promoção",
        "actie", "promocja",
    )),
    Column("Product Name", "product", False, _SYNONYMS["product"]),
    Column("Unit Price", "unit_price", False, ("planned price", "promo price", *_SYNONYMS["unit_price"])),
)  # fmt: skip
NAMES = {column.field: column.name for column in CALENDAR_COLUMNS}
RANKS = rank(CALENDAR_COLUMNS)
