"""Findings of AWS's own services, from their APIs and from files, in the form of ours."""
