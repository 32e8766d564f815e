"""One question about an organization: who asks, for which action, on what, and what guards that."""
