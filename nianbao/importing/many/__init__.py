"""The command: many files, whose each one is, and what is said of it."""
