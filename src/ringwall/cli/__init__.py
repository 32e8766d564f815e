"""The terminal: one file per verb, wiring rooms together."""
