"""The blueprint read, checked, and held against an organization; later the plan of Changes."""
