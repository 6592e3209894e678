"""Google Cloud: a model server behind an endpoint of Vertex AI.

Storage on GCS needs nothing here: FORESAIL_STORAGE=gs://... is Airflow's own object storage.
"""
