"""What AWS refuses before it does anything: modules by AWS service."""
