"""What mends findings about RDS."""
