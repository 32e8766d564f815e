"""What is collected of each kind of resource: one module a kind."""
