"""Forecasts from a registered model: made for a run's shard, or at once by a model server."""
