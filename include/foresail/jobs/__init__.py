"""The door that Dags come in by: one function per task, called with small values, returning small values."""
