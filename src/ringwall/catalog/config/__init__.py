"""AWS Config: who records what, and where it goes."""
