"""Conclusions written down as rows of `facts.*`."""
