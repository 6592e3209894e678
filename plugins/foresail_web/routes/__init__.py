"""The routes, one noun a file: a guard, annotated parameters, one call into the library."""
