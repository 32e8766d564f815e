"""What the sections of a blueprint want of SNS."""

from ringwall.catalog.sns.notices import want_alarm_topic, want_finding_topic
from ringwall.catalog.sns.workload_notices import want_workload_topics

PARTS = (want_alarm_topic, want_finding_topic, want_workload_topics)
