"""Reads the state of everything in one answer: the data, the published forecasts and how good they were."""

from foresail.queries.transaction import question
from foresail.warehouse import stats

read_stats = question(stats.read_stats)
