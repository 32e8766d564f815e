"""What mends findings about EC2 and VPC."""
