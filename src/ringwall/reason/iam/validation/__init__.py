"""Checks of policies in the spirit of Access Analyzer's ValidatePolicy, by what they look at."""
