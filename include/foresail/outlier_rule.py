"""When a sale is an outlier: forecasts leave it out of how restless a series is, and charts mark it."""

TIMES = 20.0
"""More than so many times what was sold on the next best step,"""
SALES_MIN = 10
"""of so many on which anything was."""
