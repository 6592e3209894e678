"""Airflow's own REST API, and the Dag runs that Foresail starts and follows through it."""
