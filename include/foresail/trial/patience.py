"""How long the trial's Airflow waits for its SQLite file, which one process writes at a time."""

SYNC = {"timeout": 60}
ASYNC = {"timeout": 60}
