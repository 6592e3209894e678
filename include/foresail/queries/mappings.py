"""Reads the saved column mappings."""

from foresail.queries.transaction import question
from foresail.warehouse import mappings

search = question(mappings.search)
