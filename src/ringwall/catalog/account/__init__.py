"""AWS Account Management: what an account says of itself."""
