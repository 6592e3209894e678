"""Drift: whether what is sold, or the error of the forecasts, has changed for good; decided day by day."""
