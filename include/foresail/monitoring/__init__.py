"""Monitoring: past forecasts against what was sold. It has its room here and comes with its own Dag."""
