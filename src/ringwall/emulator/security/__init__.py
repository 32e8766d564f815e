"""What AWS's security services have in common, and what they keep."""
