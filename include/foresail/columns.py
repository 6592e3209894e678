"""The seven columns of a sales workbook, and how a planner's own header is mapped to them."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: `name` as Foresail writes it, `field` as the code does, `meaning` in words for planners."""

    name: str
    field: str
    required: bool
    synonyms: tuple[str, ...]
    meaning: str = ""
    text_max: int | None = None


# The order of synonyms is their rank: where a sheet has both a description and a stock code, the
# description names the product.
COLUMNS = (
    Column("Date", "date", True, (
        "invoice date", "sale date", "sales date", "order date", "transaction date", "day", "datum", "tag",
        "rechnungsdatum", "verkaufsdatum", "buchungsdatum", "belegdatum", "fecha", "fecha de venta",
        "fecha factura", "data", "data vendita", "data da venda", "data sprzedaży", "date de vente", "jour",
        "dato", "päivämäärä", "tarih", "дата", "日期", "日付", "invoice datetime", "timestamp", "datetime",
        "period", "month", "week", "year month", "year week", "yyyymm", "yyyyww", "calendar week",
        "iso week", "fiscal period", "fiscal week", "fiscal month", "fiscal quarter",
        "quarter", "periode", "monat", "woche", "kw", "kalenderwoche", "quartal",
        "mois", "semaine", "trimestre", "mes", "semana", "periodo", "mese", "settimana",
        "maand", "okres", "miesiąc", "tydzień", "период", "месяц", "неделя", "月份", "年月", "周",
        "期間", "월", "주",
        "bulan", "tháng", "ay", "hafta", "måned", "månad", "uge", "vecka", "uke", "viikko",
        "kuukausi", "wk", "ημερομηνία", "μήνας", "εβδομάδα",
    ), meaning="The day of the sale, as year-month-day: 2026-03-31."),
    Column("Product Name", "product", True, (
        "product", "item name", "article name", "description", "item", "article", "product description",
        "item description", "produkt", "produktname", "artikel", "artikelname",
        "artikelbezeichnung", "bezeichnung", "producto", "descripción", "artículo", "nombre del producto",
        "produit", "désignation", "libellé", "nom du produit", "prodotto", "articolo", "descrizione",
        "produto", "descrição", "omschrijving", "productnaam", "nazwa produktu", "towar", "vare", "vara",
        "tuote", "ürün",
        "товар", "наименование", "προϊόν", "περιγραφή", "είδος",
        "产品", "产品名称", "商品名", "product code", "stock code", "item code",
        "article number", "artikelnummer", "sku",
    ),
    meaning="What was sold, always written the same way: a product is identified by its name.", text_max=255),
    Column("Quantity", "quantity", True, (
        "qty", "units", "units sold", "quantity sold", "sales quantity", "pieces", "pcs", "menge", "anzahl",
        "stück", "stückzahl", "cantidad", "unidades", "quantité", "qté", "quantità", "qta", "quantidade",
        "qtd", "aantal", "ilość", "antal", "antall", "määrä", "miktar", "adet", "количество",
        "кол-во", "数量", "ποσότητα", "τεμάχια",
    ), meaning="How many units were sold. A return is a negative quantity, for example -1."),
    Column("Unit Price", "unit_price", False, (
        "price", "sales price", "selling price", "price per unit", "preis", "einzelpreis", "stückpreis",
        "verkaufspreis", "precio", "precio unitario", "prix", "prix unitaire", "prezzo", "prezzo unitario",
        "preço", "preço unitário", "prijs", "stukprijs", "cena", "cena jednostkowa", "pris", "hinta", "fiyat",
        "birim fiyat", "цена", "单价", "単価",
    ), meaning="The price of one unit, with a decimal point: 2.55."),
    Column("Transaction ID", "transaction_id", False, (
        "transaction", "invoice no", "invoice", "invoice number", "invoice id", "order id", "order no",
        "order number", "receipt", "receipt no", "receipt id", "transaction no", "bon", "bonnummer", "beleg",
        "belegnummer", "rechnungsnummer", "factura", "número de factura", "ticket", "numéro de facture",
        "facture", "fattura", "scontrino", "nota fiscal", "factuurnummer", "numer faktury", "faktura",
        "fiş no",
        "чек", "номер чека", "发票号", "订单号", "伝票番号",
    ), meaning="The number of the receipt or invoice. All lines of one receipt share it.", text_max=60),
    Column("Store Location", "store", False, (
        "store", "location", "shop", "branch", "outlet", "store name", "store id", "filiale", "standort",
        "markt", "tienda", "sucursal", "magasin", "point de vente", "negozio", "punto vendita", "loja",
        "winkel",
        "vestiging", "sklep", "butik", "butikk", "myymälä", "mağaza", "магазин", "门店", "店舗", "country",
        "region",
    ), meaning="Where it was sold. Leave it empty if you have only one store.", text_max=255),
    Column("Producer ID", "producer", False, (
        "producer", "manufacturer", "supplier", "supplier id", "vendor", "vendor id", "manufacturer id",
        "brand", "hersteller", "lieferant", "marke", "proveedor", "fabricante", "marca", "fournisseur",
        "fabricant", "marque", "fornitore", "produttore", "fornecedor", "leverancier", "producent",
        "dostawca",
        "leverandør", "leverantör", "üretici", "поставщик", "производитель", "供应商", "メーカー",
    ), meaning="Who makes the product: the number you use for them.", text_max=60),
)  # fmt: skip

FIELDS = tuple(column.field for column in COLUMNS)
BY_FIELD = {column.field: column for column in COLUMNS}
FIELD_OF = {column.name: column.field for column in COLUMNS}
NAMES = {key: column.name for column in COLUMNS for key in (column.name, column.field)}
"""How a mapping may call a column -> the column's name."""


def header_key(text: str) -> str:
    """Fold case, accents, spaces, underscores and signs: `Invoice_Date`, `InvoiceDate` -> `invoicedate`."""
    decomposed = unicodedata.normalize("NFKD", text)
    unaccented = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "", unaccented.casefold())


def column_letter(position: int) -> str:
    """The letters Excel gives the 0-based column: 0 -> A, 26 -> AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def label_headers(header: Sequence[str | None]) -> list[str]:
    """The headers, each with its column where another is called the same: `Quantity (column D)`."""
    keys = [header_key(cell or "") for cell in header]
    often = Counter(keys)
    return [
        f"{cell} (column {column_letter(place)})" if cell and often[keys[place]] > 1 else str(cell or "")
        for place, cell in enumerate(header)
    ]


def fingerprint(cells: Sequence[str | None]) -> str:
    """What tells one layout from another: the folded texts of its header, in any order."""
    keys = sorted({header_key(cell) for cell in cells if cell})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


Ranks = dict[str, dict[str, int]]


def rank(columns: Sequence[Column]) -> Ranks:
    """Per field, how good a name each folded header is for it: its column's own name is the best, 0."""
    return {
        column.field: {
            header_key(name): place
            for place, name in reversed(list(enumerate((column.name, *column.synonyms))))
        }
        for column in columns
    }


RANKS = rank(COLUMNS)


def map_header(
    cells: Sequence[str | None], given: Mapping[str, str] | None = None, ranks: Ranks = RANKS
) -> dict[str, int]:
    """Map fields to positions in one header row; the best-ranked synonym wins, then the leftmost.

    `given` maps column names to headers and goes before every synonym; a header that it takes serves no other
    field, and a row without one of them is no header. Returns only what was recognised: the caller decides
    whether the required fields are all there.
    """
    keys = [header_key(cell or "") for cell in cells]
    mapping = _map_given(cells, keys, given or {})
    if mapping is None:
        return {}
    taken = set(mapping.values())
    for field, known in ranks.items():
        places = (place for place, key in enumerate(keys) if key in known and place not in taken)
        ranked = [(known[keys[place]], place) for place in places]
        if ranked and field not in mapping:
            mapping[field] = min(ranked)[1]
    return mapping


def _map_given(
    cells: Sequence[str | None], keys: Sequence[str], given: Mapping[str, str]
) -> dict[str, int] | None:
    """The fields of the given headers, matched exactly, else by folded name; None if one is absent.

    Of headers that are called the same, `Quantity (column D)` is the one in that column.
    """
    mapping: dict[str, int] = {}
    exact = [(cell or "").strip() for cell in cells]
    labels = label_headers(exact) if given else []
    for name, header in given.items():
        key = header_key(header)
        alike = [place for place, text in enumerate(labels) if text == header.strip()]
        alike += [place for place, text in enumerate(exact) if text == header.strip()]
        alike += [place for place, other in enumerate(keys) if key and other == key]
        place = next((place for place in alike if place not in mapping.values()), None)
        if place is None:
            return None
        mapping[FIELD_OF[name]] = place
    return mapping


def rate_header(cells: Sequence[str | None]) -> int:
    """How many of the columns of sales a row names."""
    return len(map_header(cells))


def missing_columns(mapping: dict[str, int], columns: Sequence[Column] = COLUMNS) -> list[str]:
    """The names of the required columns that a mapping lacks."""
    return [column.name for column in columns if column.required and column.field not in mapping]
