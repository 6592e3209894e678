"""Reads the audit log: who did what, and when."""

from foresail.queries.transaction import question
from foresail.warehouse import audit

search = question(audit.search)
