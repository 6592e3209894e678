"""Google Cloud by its own clients: custom jobs of Vertex AI, and a model server behind its endpoint.

Buckets are the matter of `foresail.storage`, instances of Cloud SQL that of `foresail.warehouse`.
"""
