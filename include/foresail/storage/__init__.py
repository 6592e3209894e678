"""The object storage: its objects, the keys they lie under, and frames in it."""
