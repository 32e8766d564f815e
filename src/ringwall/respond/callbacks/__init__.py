"""Callbacks: what comes back from channels, checked and read."""
