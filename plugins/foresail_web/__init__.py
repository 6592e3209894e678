"""Foresail's FastAPI app in the Airflow api-server: HTTP lives here and nowhere else."""
