"""Privilege escalation: published paths as data, each edge proved by the evaluator."""
