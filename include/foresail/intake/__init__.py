"""Turns the cells of a workbook into sales or a calendar: layouts, findings, matches, the report."""
