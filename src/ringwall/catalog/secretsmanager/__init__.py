"""AWS Secrets Manager: secrets, who may read them and whether they change."""
