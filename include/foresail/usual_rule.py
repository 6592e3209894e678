"""What is usual of a step: forecasts take events out by it, and the calendar says what events added to it."""

SEASONS = 8
"""The mean of so many seasons before: of days the same weekday, of weeks and months each,"""
SEASONS_MIN = 3
"""of which so many have to be known."""
