"""Telling people: who subscribes, what the digest says, and its picture."""
