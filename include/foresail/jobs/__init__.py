"""The door for Dags: one function per task, from small values to small values."""
