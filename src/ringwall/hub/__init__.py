"""Findings over time: audits merged into the history of findings, written in every format."""
