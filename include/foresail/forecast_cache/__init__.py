"""Looks up forecasts in the cache: of one product, many or all, each fresh, stale or missing, and why."""
