"""What the sections of a blueprint want of EventBridge."""

from ringwall.catalog.events.finding_rules import want_rules
from ringwall.catalog.events.workload_rules import want_workload_rules

PARTS = (want_rules, want_workload_rules)
