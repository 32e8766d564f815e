"""Which of the granted permissions are used, according to CloudTrail."""
