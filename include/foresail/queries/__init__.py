"""The door for reads: one function per question, light to import, answered from indexes."""
