"""Reads the catalogue."""

from foresail.queries.transaction import question
from foresail.warehouse import products

search = question(products.search)
