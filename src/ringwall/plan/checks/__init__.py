"""Checks of a landscape: one file a check, found by walking. See `plan/check.py`."""
