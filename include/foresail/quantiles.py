"""The quantiles of every forecast: their names, their levels, and the bands that they bound."""

LEVELS = (0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975)
NAMES = ("q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")
MEDIAN = "q50"
BANDS = {80: ("q10", "q90"), 95: ("q025", "q975")}
"""The lower and the upper quantile of each band, by the percentage of actuals that it should hold."""
NUMBERS = ("mean", *NAMES)
"""What a step of a forecast holds, in this order, in units."""
