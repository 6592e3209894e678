"""The record: tables in SQL (SQLite or MySQL) and every statement that touches them, one module a noun."""
