"""The exports of shops, tills and ERPs that Foresail knows: a new one is an entry in this table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Export:
    """An export: the headings that it is known by, and which of them holds what, the best first.

    Of the lines only those are sales whose column `kind` says one of `sales`; `is_issue` says that units sold
    are negative, as in a ledger of stock. `cancelled` are columns that are filled for a cancelled order.
    """

    name: str
    known_by: tuple[str, ...]
    columns: Headings
    kind: tuple[str, ...] = ()
    sales: frozenset[str] = frozenset()
    is_issue: bool = False
    cancelled: tuple[str, ...] = field(default=())


def _sap(kind: str, day: tuple[str, ...], units: tuple[str, ...], known_by: tuple[str, ...]) -> Export:
    return Export(
        kind,
        known_by,
        {
            "date": day,
            "product": ("MAKTX", "ARKTX", "MATNR"),
            "quantity": units,
            "transaction_id": ("VBELN", "MBLNR", "BELNR"),
            "store": ("WERKS", "VKORG", "LGORT"),
            "unit_price": ("NETPR",),
        },
    )


# Goods issued for a delivery, to a cost centre of retail, and their reversals and returns.
_SAP_ISSUES = frozenset(("601", "602", "251", "252", "651", "652", "653", "654", "657", "231", "232"))
EXPORTS = (
    Export(
        "Shopify orders",
        ("Lineitem name", "Lineitem quantity"),
        {
            "date": ("Created at", "Paid at"),
            "product": ("Lineitem name",),
            "quantity": ("Lineitem quantity",),
            "unit_price": ("Lineitem price",),
            "transaction_id": ("Name",),
            "store": ("Location",),
            "producer": ("Vendor",),
        },
        cancelled=("Cancelled at",),
    ),
    Export(
        "Shopify sales by product",
        ("Product title", "Net items sold"),
        {
            "date": ("Day", "Date", "Week", "Month", "Hour"),
            "product": ("Product title",),
            "quantity": ("Net items sold",),
            "store": ("POS location name",),
            "producer": ("Product vendor",),
        },
    ),
    Export(
        "WooCommerce orders",
        ("Order Number", "Order Date", "Item Name"),
        {
            "date": ("Order Date",),
            "product": ("Item Name",),
            "quantity": ("Quantity (- Refund)", "Quantity", "Item Quantity", "Qty"),
            "unit_price": ("Item Cost", "Item Price"),
            "transaction_id": ("Order Number",),
        },
    ),
    Export(
        "Amazon orders",
        ("amazon-order-id", "purchase-date"),
        {
            "date": ("purchase-date",),
            "product": ("product-name", "sku", "asin"),
            "quantity": ("quantity", "quantity-purchased", "quantity-shipped"),
            "transaction_id": ("amazon-order-id",),
            "store": ("sales-channel",),
        },
    ),
    Export(
        "Square items",
        ("Gross Sales", "Item", "Qty", "Transaction ID"),
        {
            "date": ("Date",),
            "product": ("Item",),
            "quantity": ("Qty",),
            "transaction_id": ("Transaction ID",),
            "store": ("Location",),
        },
    ),
    Export(
        "Lightspeed sale lines",
        ("Line Type", "Receipt Number", "Details"),
        {
            "date": ("Date",),
            "product": ("Details",),
            "quantity": ("Quantity",),
            "transaction_id": ("Receipt Number",),
            "store": ("Outlet", "Register"),
        },
        kind=("Line Type",),
        sales=frozenset({"saleline"}),
    ),
    Export(
        "Odoo order lines",
        ("Order Lines/Product", "Order Date"),
        {
            "date": ("Order Date",),
            "product": ("Order Lines/Product",),
            "quantity": ("Order Lines/Quantity", "Order Lines/Ordered Quantity"),
            "unit_price": ("Order Lines/Unit Price",),
            "transaction_id": ("Order Reference", "Number"),
            "store": ("Warehouse",),
        },
    ),
    Export(
        "Odoo sales analysis",
        ("Order Date", "Product", "Qty Ordered"),
        {
            "date": ("Order Date",),
            "product": ("Product",),
            "quantity": ("Qty Ordered",),
            "transaction_id": ("Order Reference", "Order"),
            "store": ("Warehouse",),
        },
    ),
    Export(
        "ERPNext items",
        ("Item Name (Items)", "Quantity (Items)"),
        {
            "date": ("Posting Date", "Date", "Transaction Date"),
            "product": ("Item Name (Items)", "Item Code (Items)", "Item (Items)"),
            "quantity": ("Quantity (Items)", "Qty (Items)"),
            "unit_price": ("Rate (Items)",),
            "transaction_id": ("ID", "Name"),
            "store": ("Warehouse (Items)", "Set Warehouse"),
        },
    ),
    Export(
        "ERPNext item-wise sales",
        ("Item Code", "Item Name", "Transaction Date", "Sales Order"),
        {
            "date": ("Transaction Date",),
            "product": ("Item Name", "Item Code"),
            "quantity": ("Quantity", "Qty"),
            "unit_price": ("Rate",),
            "transaction_id": ("Sales Order",),
            "store": ("Warehouse",),
        },
    ),
    Export(
        "SAP material documents",
        ("Movement Type", "Material", "Posting Date"),
        {
            "date": ("Posting Date",),
            "product": ("Material Description", "Material"),
            "quantity": ("Quantity", "Qty in unit of entry", "Qty in Un. of Entry"),
            "transaction_id": ("Material Document",),
            "store": ("Plant", "Name 1"),
        },
        kind=("Movement Type",),
        sales=_SAP_ISSUES,
        is_issue=True,
    ),
    Export(
        "SAP sales orders",
        ("Sales Document", "Material", "Order Quantity"),
        {
            "date": ("Document Date", "Doc. Date", "Created On"),
            "product": ("Description", "Material Description", "Item Description", "Material"),
            "quantity": ("Order Quantity",),
            "unit_price": ("Net Price",),
            "transaction_id": ("Sales Document",),
            "store": ("Plant",),
        },
    ),
    Export(
        "SAP list of sales orders",
        ("Sales Doc.", "Material", "Order Qty"),
        {
            "date": ("Doc. Date", "Document Date", "Created On"),
            "product": ("Description", "Material Description", "Item Description", "Material"),
            "quantity": ("Order Qty",),
            "unit_price": ("Net Price",),
            "transaction_id": ("Sales Doc.",),
            "store": ("Plnt", "Plant"),
        },
    ),
    Export(
        "SAP material documents, technical",
        ("MATNR", "MENGE", "BUDAT", "BWART"),
        {
            "date": ("BUDAT",),
            "product": ("MAKTX", "MATNR"),
            "quantity": ("MENGE",),
            "transaction_id": ("MBLNR",),
            "store": ("WERKS",),
        },
        kind=("BWART",),
        sales=_SAP_ISSUES,
        is_issue=True,
    ),
    _sap("SAP table of movements", ("BUDAT",), ("MENGE",), ("MATNR", "MENGE", "BUDAT")),
    _sap("SAP table of billing", ("FKDAT",), ("FKIMG",), ("MATNR", "FKIMG", "FKDAT")),
    _sap("SAP table of orders", ("AUDAT", "ERDAT"), ("KWMENG",), ("MATNR", "KWMENG")),
    Export(
        "Dynamics item ledger",
        ("Entry Type", "Posting Date", "Item No."),
        {
            "date": ("Posting Date",),
            "product": ("Item Description", "Description", "Item No."),
            "quantity": ("Quantity",),
            "transaction_id": ("Document No.",),
            "store": ("Location Code",),
        },
        kind=("Entry Type",),
        sales=frozenset({"sale"}),
        is_issue=True,
    ),
    Export(
        "Dynamics sales lines",
        ("Sales order", "Item number"),
        {
            "date": ("Order date", "Created date and time", "Invoice date", "Requested ship date"),
            "product": ("Product name", "Item name", "Item number"),
            "quantity": ("Ordered quantity", "Quantity", "Sales quantity"),
            "unit_price": ("Unit price",),
            "transaction_id": ("Sales order",),
            "store": ("Site", "Warehouse"),
        },
    ),
    Export(
        "NetSuite transactions",
        ("Document Number", "Item", "Quantity", "Type"),
        {
            "date": ("Date", "Transaction Date", "Date Created"),
            "product": ("Item", "Item: Name"),
            "quantity": ("Quantity",),
            "unit_price": ("Item Rate", "Rate"),
            "transaction_id": ("Document Number",),
            "store": ("Location",),
        },
    ),
)
