"""Monitoring: past forecasts against what was sold."""
