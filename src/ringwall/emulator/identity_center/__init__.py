"""IAM Identity Center: the organization's directory, and the roles that it makes in accounts."""
