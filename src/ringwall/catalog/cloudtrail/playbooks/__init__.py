"""What mends findings about CloudTrail."""
