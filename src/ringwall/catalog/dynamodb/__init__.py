"""Amazon DynamoDB: tables, who may read them and what protects their data."""
