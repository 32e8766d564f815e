"""Amazon ECS: what containers run as."""
