"""Reads the stores."""

from foresail.queries.transaction import question
from foresail.warehouse import stores

search = question(stores.search)
