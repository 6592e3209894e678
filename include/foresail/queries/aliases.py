"""Reads the aliases: which product a name in an upload means, as a person answered."""

from foresail.queries.transaction import question
from foresail.warehouse import aliases

search = question(aliases.search)
