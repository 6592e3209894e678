"""The Airflow that Foresail runs in: the one room that imports Airflow."""
