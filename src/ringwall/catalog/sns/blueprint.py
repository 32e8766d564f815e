"""What the sections of a blueprint want of SNS."""

from ringwall.catalog.sns.notices import want_alarm_topic, want_finding_topic

__all__ = ["want_alarm_topic", "want_finding_topic"]
