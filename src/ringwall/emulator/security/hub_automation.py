"""Automation rules of Security Hub, as they are kept.

https://docs.aws.amazon.com/securityhub/latest/userguide/automation-rules.html
"""

from dataclasses import dataclass, field
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.state import EmulatorState


@dataclass
class AutomationRule:
    """A rule of an account and Region."""

    settings: dict[str, Any]
    """As BatchGetAutomationRules tells it."""
    tags: dict[str, str] = field(default_factory=dict)


AutomationRules = dict[str, AutomationRule]


def rules_of(state: EmulatorState, call: EmulatedCall) -> AutomationRules:
    """Return the rules of the call's account and Region by ARN: a change to it stays."""
    key = (call.account_id, call.region, "securityhub.automation_rules")
    found: AutomationRules = state.settings.setdefault(key, {})
    return found
