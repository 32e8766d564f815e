"""Acme: an organization of seven accounts, as a team might run it, with planted weaknesses."""
