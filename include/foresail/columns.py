"""The seven columns of a sales workbook, and how a planner's own header is mapped to them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of sales: `name` as Foresail writes it, `field` as the code does."""

    name: str
    field: str
    required: bool
    synonyms: tuple[str, ...]


# The order of synonyms is their rank: where a sheet has both a description and a stock code, the
# description names the product.
COLUMNS = (
    Column("Date", "date", True, (
        "invoice date", "sale date", "sales date", "order date", "transaction date", "day", "datum",
        "fecha", "data", "invoice datetime", "timestamp", "datetime",
    )),
    Column("Product Name", "product", True, (
        "product", "description", "item name", "item", "article", "product description",
        "item description", "article name", "produkt", "artikel", "producto", "produit", "prodotto",
        "product code", "stock code", "item code", "article number", "sku",
    )),
    Column("Quantity", "quantity", True, (
        "qty", "units", "units sold", "quantity sold", "sales quantity", "pieces", "menge", "cantidad",
        "quantite", "quantita",
    )),
    Column("Unit Price", "unit_price", False, (
        "price", "sales price", "selling price", "preis", "einzelpreis", "precio", "prix",
        "prezzo",
    )),
    Column("Transaction ID", "transaction_id", False, (
        "transaction", "invoice no", "invoice", "invoice number", "invoice id", "order id", "order no",
        "order number", "receipt", "receipt no", "receipt id", "transaction no", "bon", "beleg", "factura",
    )),
    Column("Store Location", "store", False, (
        "store", "location", "shop", "branch", "outlet", "store name", "store id", "filiale", "tienda",
        "magasin", "negozio", "country", "region",
    )),
    Column("Producer ID", "producer", False, (
        "producer", "manufacturer", "supplier", "supplier id", "vendor", "vendor id", "manufacturer id",
        "brand", "hersteller", "lieferant", "proveedor", "fournisseur",
    )),
)  # fmt: skip

FIELDS = tuple(column.field for column in COLUMNS)
BY_FIELD = {column.field: column for column in COLUMNS}


def header_key(text: str) -> str:
    """Fold case, accents, spaces, underscores and signs: `Invoice_Date`, `InvoiceDate` -> `invoicedate`."""
    decomposed = unicodedata.normalize("NFKD", text)
    unaccented = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "", unaccented.casefold())


RANKS = {
    column.field: {
        header_key(name): rank for rank, name in reversed(list(enumerate((column.name, *column.synonyms))))
    }
    for column in COLUMNS
}


def map_header(cells: Sequence[str | None]) -> dict[str, int]:
    """Map fields to positions in one header row; the best-ranked synonym wins, then the leftmost.

    Returns only what was recognised: the caller decides whether the required fields are all there.
    """
    keys = [header_key(cell or "") for cell in cells]
    mapping: dict[str, int] = {}
    for field, ranks in RANKS.items():
        ranked = [(ranks[key], position) for position, key in enumerate(keys) if key in ranks]
        if ranked:
            mapping[field] = min(ranked)[1]
    return mapping


def missing_columns(mapping: dict[str, int]) -> list[str]:
    """The names of the required columns that a mapping lacks."""
    return [column.name for column in COLUMNS if column.required and column.field not in mapping]
