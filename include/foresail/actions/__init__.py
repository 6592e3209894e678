"""The door for writes: one module a noun, each function one unit of work with its line in the audit log."""
