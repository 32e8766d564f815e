"""Requests as boxes: sets of requests that policies distinguish, compared exactly."""
