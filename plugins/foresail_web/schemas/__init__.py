"""The bodies of requests and responses, one noun a file."""
