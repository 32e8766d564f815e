"""Incidents: hits of detections that belong together, told as a story, kept and ranked."""
