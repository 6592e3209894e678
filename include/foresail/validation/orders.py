"""The two orders of day and month that a column of dates can have."""

ORDERS = ("day-first", "month-first")
