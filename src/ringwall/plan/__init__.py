"""The blueprint read, checked, and held against an organization; the plan of Changes."""
