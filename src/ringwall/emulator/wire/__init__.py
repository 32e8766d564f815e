"""Requests and their answers as AWS writes them: what a call is, and how it is answered."""
