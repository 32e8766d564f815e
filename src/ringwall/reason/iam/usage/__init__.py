"""Which permissions are used: granted against seen in CloudTrail."""
