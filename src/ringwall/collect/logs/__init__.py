"""Logs: objects found, unpacked, recognized, split into records and handed to the lake."""
