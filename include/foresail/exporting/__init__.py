"""Forecasts as files: CSV, Parquet, and a workbook with charts.

`making` and `rows` are light, so that the api-server may import them; what needs a heavy library runs in the
sandbox.
"""
