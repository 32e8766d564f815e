"""What mends findings about KMS."""
