"""The columns of a sales workbook, and how a planner's own header is mapped to them."""

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

ATTRIBUTES_MAX = 5
_ATTRIBUTES = (
    "department", "sub category", "subcategory", "product family", "family", "segment", "collection",
    "season", "colour", "color", "size", "flavour", "flavor", "line of business", "product line",
    "farbe", "größe", "groesse", "abteilung", "sortiment", "couleur", "taille", "rayon", "famille",
    "talla", "departamento", "familia", "subcategoría", "colore", "taglia", "reparto", "cor", "tamanho",
    "kleur", "maat", "afdeling", "kolor", "rozmiar", "цвет", "размер", "颜色", "尺码", "색상", "サイズ",
)  # fmt: skip
DETAILS = (
    Column("Category", "category", False, (
        "product category", "category name", "item category", "product group", "item group",
        "article group", "material group", "product type", "item type", "kategorie", "warengruppe",
        "artikelgruppe", "produktgruppe", "categoría", "categoría de producto", "grupo de artículos",
        "catégorie", "famille de produits", "categoria", "categoria prodotto", "gruppo merceologico",
        "grupo", "categorie", "productgroep", "artikelgroep", "kategoria", "grupa towarowa", "kategori",
        "varegruppe", "varugrupp", "tuoteryhmä", "категория", "группа товаров", "κατηγορία", "类别", "品类",
        "分类", "カテゴリ", "분류", "카테고리",
    ), meaning="What kind of product it is, such as Beverages.", text_max=255),
    Column("Customer", "customer", False, (
        "customer name", "customer id", "customer no", "customer number", "client", "client name",
        "sold to party", "buyer", "kunde", "kundenname", "kundennummer", "debitor", "cliente",
        "nombre del cliente", "nom du client", "nome cliente", "klant", "klantnaam", "klient", "kund",
        "asiakas", "müşteri", "клиент", "покупатель", "客户", "客户名称", "顧客", "고객",
    ), meaning="Who bought it: a name or a number.", text_max=255),
    Column("Channel", "channel", False, (
        "sales channel", "order channel", "distribution channel", "order source", "vertriebskanal",
        "absatzkanal", "verkaufskanal", "kanal", "canal", "canal de venta", "canal de vente", "canale",
        "canale di vendita", "canal de venda", "verkoopkanaal", "kanał", "kanał sprzedaży", "канал",
        "канал продаж", "渠道", "销售渠道", "チャネル", "채널",
    ), meaning="How it was sold, such as web or shop.", text_max=120),
    Column("Line ID", "line_id", False, (
        "line no", "line number", "order line", "order line id", "line item id", "order item id",
        "row id", "transaction line", "invoice line", "position", "pos", "positionsnummer", "posnr",
        "posten", "zeile", "ligne", "línea", "linea", "riga", "regel", "regelnummer", "pozycja",
        "строка", "行号", "行番号",
    ), meaning="The number of the line in its receipt: equal lines of two ids are two sales.", text_max=60),
    Column("Stock on Hand", "stock", False, (
        "stock", "on hand", "inventory", "inventory level", "qty on hand", "quantity on hand",
        "stock level", "stock qty", "closing stock", "ending inventory", "soh", "bestand",
        "lagerbestand", "endbestand", "existencias", "stock final", "inventario", "stock actuel",
        "stock fin", "giacenza", "scorte", "estoque", "voorraad", "stan magazynowy", "zapas",
        "lagersaldo", "varasto", "stok", "остаток", "库存", "在庫", "재고",
    ), meaning="How many units were left in stock when the day was over."),
    *(
        Column(f"Attribute {number}", f"attribute_{number}", False, _ATTRIBUTES,
               meaning="What else is so of the product, such as its colour; kept under your own heading.",
               text_max=255)
        for number in range(1, ATTRIBUTES_MAX + 1)
    ),
)  # fmt: skip
"""The columns that are kept beside those of every sale, where a sheet has them."""

FIELDS = tuple(column.field for column in COLUMNS)
PRODUCT_DETAILS = ("category", *(f"attribute_{number}" for number in range(1, ATTRIBUTES_MAX + 1)))
"""The details that are said of a product; the others are said of a line."""
LINE_DETAILS = tuple(column.field for column in DETAILS if column.field not in PRODUCT_DETAILS)
ALL_COLUMNS = (*COLUMNS, *DETAILS)
BY_FIELD = {column.field: column for column in ALL_COLUMNS}
FIELD_OF = {column.name: column.field for column in ALL_COLUMNS}
NAMES = {key: column.name for column in ALL_COLUMNS for key in (column.name, column.field)}
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
DETAIL_RANKS = rank(DETAILS)


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
            taken.add(mapping[field])
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
