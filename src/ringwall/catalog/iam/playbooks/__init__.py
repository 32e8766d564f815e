"""What mends findings about IAM."""
