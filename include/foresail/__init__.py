"""Foresail's library: everything about forecasting demand that would be true without Airflow."""

__version__ = "0.1.0"
