"""Reads what was sold, by the day, the week or the month."""

from foresail.queries.transaction import question
from foresail.warehouse import sold

read_sales = question(sold.read_sales)
