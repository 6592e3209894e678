"""Who may call what, how a call comes in, and how often."""
