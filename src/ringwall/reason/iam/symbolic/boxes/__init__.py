"""Requests as boxes: sets of requests that policies tell apart, compared exactly."""
