"""AWS CloudTrail: the record of who did what."""
