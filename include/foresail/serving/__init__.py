"""Serving forecasts that the cache does not hold."""
