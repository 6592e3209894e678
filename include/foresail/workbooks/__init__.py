"""Workbooks as planners send them: told apart by their bytes, read in a cage, turned into columns."""
