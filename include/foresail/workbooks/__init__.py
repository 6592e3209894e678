"""Workbooks as planners send them: format detected from the bytes, sheets read into columns of text."""
