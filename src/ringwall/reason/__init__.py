"""Exact answers from the estate: who can do what, what can reach what, which walls stand."""
