"""Checks of one policy, as Access Analyzer's ValidatePolicy makes them: one module a subject."""
