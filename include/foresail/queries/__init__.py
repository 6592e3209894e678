"""The door that readers come in by: one function per question, light to import, answered from indexes."""
