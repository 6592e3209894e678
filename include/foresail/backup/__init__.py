"""Backups of both stores: made while Foresail runs, restored into empty ones."""
