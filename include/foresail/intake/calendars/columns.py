"""The columns of a calendar's workbook."""

from foresail.columns import COLUMNS, Column, rank

_SYNONYMS = {column.field: (column.name, *column.synonyms) for column in COLUMNS}
CALENDAR_COLUMNS = (
    Column("First Day", "first_day", True, (
        "first", "from", "start", "starts", "start date", "begin", "begins", "valid from", "von", "beginn",
        "ab", "gültig ab", "startdatum", "anfang", "desde", "inicio", "du", "début", "dal", "inizio", "van",
        "od", *_SYNONYMS["date"],
    )),
    Column("Last Day", "last_day", False, (
        "last", "to", "until", "end", "end date", "ends", "valid to", "bis", "ende", "enddatum", "gültig bis",
        "hasta", "fin", "au", "al", "fine", "tot", "do",
    )),
    Column("Event", "event", False, (
        "events", "promotion", "promotions", "promo", "campaign", "holiday", "name", "occasion", "aktion",
        "ereignis", "anlass", "feiertag", "kampagne", "evento", "promoción", "événement", "opération",
        "promozione", "promoção", "actie", "promocja",
    )),
    Column("Product Name", "product", False, (
        *_SYNONYMS["product"], "products", "items", "articles", "produkte", "productos", "produits",
        "prodotti", "produtos", "producten",
    )),
    Column("Unit Price", "unit_price", False, ("planned price", "promo price", *_SYNONYMS["unit_price"])),
)  # fmt: skip
NAMES = {column.field: column.name for column in CALENDAR_COLUMNS}
HOW_TO = "How to"
"""The sheet that explains the others."""
RANKS = rank(CALENDAR_COLUMNS)
