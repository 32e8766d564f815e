"""AWS Config: what it records of resources, and queries over it."""
