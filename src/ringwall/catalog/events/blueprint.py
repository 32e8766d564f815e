"""What the sections of a blueprint want of EventBridge."""

from ringwall.catalog.events.finding_rules import want_rules

__all__ = ["want_rules"]
