"""Findings over time: what an audit says, merged into history, and written in every format."""
