"""What is wrong with sales data: the findings, the rules that make them and the report of them all."""
