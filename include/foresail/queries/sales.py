"""Reads what was sold, by the day, the week or the month."""

from foresail.queries.transaction import question
from foresail.warehouse import sold
from foresail.warehouse.sold import Wanted

__all__ = ["Wanted", "read_sales"]

read_sales = question(sold.read_sales)
