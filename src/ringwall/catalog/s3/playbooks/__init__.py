"""What mends findings about S3."""
