"""Google Cloud by its own clients: custom jobs, model registry and endpoints of Vertex AI.

Buckets are the matter of `foresail.storage`, instances of Cloud SQL that of `foresail.warehouse`.
"""
