"""The digest: what it says, its picture, and the mail that brings it."""
