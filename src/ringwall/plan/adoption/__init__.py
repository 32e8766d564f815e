"""Adoption: a blueprint written after an organization that is there."""
