"""Reads the catalogue."""

from foresail.queries.transaction import question
from foresail.warehouse import attributes, products
from foresail.warehouse.attributes import CATEGORY

__all__ = ["CATEGORY", "list_attributes", "search"]

search = question(products.search)
list_attributes = question(attributes.list_values)
