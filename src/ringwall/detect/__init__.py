"""Detections x logs -> hits."""
