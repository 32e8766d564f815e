"""Amazon GuardDuty: the detectors of each region."""
