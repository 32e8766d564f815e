"""The database of findings over time and of the journal."""
