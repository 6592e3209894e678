"""Forecasting: pure functions from frames to frames; `engine` is the door that jobs come in by.

Inside, the field's names hold: unique_id (the product's id), ds (the day), y (units sold that day).
"""
