"""The terminal: one file per verb; it parses, prints, and sets the exit code."""
