"""Detections over logs: which bad acts were seen, and of whom."""
