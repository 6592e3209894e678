"""What makes sales, and a calendar, of the cells of a workbook: layouts, findings, matches, the report."""
