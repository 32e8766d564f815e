"""A blueprint in the languages of others: CloudFormation templates and Terraform's JSON."""
