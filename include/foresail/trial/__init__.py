"""Trying Foresail on one machine: a sample workbook, a real Airflow around it, and the journey of both."""
