"""Google Cloud: the interfaces behind which Cloud SQL, Cloud Scheduler and Vertex AI are reached.

Storage on GCS needs nothing here: FORESAIL_STORAGE=gs://... is Airflow's own object storage.
"""
