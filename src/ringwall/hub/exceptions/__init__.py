"""Exceptions to controls: their file, what each covers, and those whose time is over."""
