"""Responses: from a finding to a plan, its approval, the run, its undo, and the case around it."""
