"""What we know of AWS: one folder per service, no engine code."""
