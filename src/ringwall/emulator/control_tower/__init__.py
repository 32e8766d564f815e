"""Control Tower: the landing zone of an organization, its baselines and controls."""
