"""Security Hub: automation rules, which are kept and shown; they change no finding here.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_CreateAutomationRule.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.hub_automation import AutomationRule, rules_of
from ringwall.emulator.security.hub_findings import make_identifier
from ringwall.emulator.security.hub_settling import require_hub
from ringwall.emulator.state import EmulatorState

MOST = 100
"""Rules of an account: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub_limits.html."""
MISSING = 404


@emulates("securityhub", "CreateAutomationRule")
def create(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a rule."""
    require_hub(state, call)
    held, given, now = rules_of(state, call), dict(call.parameters), datetime.now(UTC)
    if len(held) >= MOST:
        raise Fault("LimitExceededException", f"At most {MOST} automation rules are allowed", 429)
    tags = given.pop("Tags", None) or {}
    place = f"arn:{call.partition}:securityhub:{call.region}:{call.account_id}"
    arn = f"{place}:automation-rule/{make_identifier()}"
    settings = {
        "RuleArn": arn,
        "RuleStatus": "ENABLED",
        "IsTerminal": False,
        "CreatedAt": now,
        "UpdatedAt": now,
        "CreatedBy": call.account_id,
    }
    settings |= {name: value for name, value in given.items() if value is not None}
    held[arn] = AutomationRule(settings, dict(tags))
    return {"RuleArn": arn}


@emulates("securityhub", "ListAutomationRules")
def list_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what the rules are called, in their order."""
    require_hub(state, call)
    rules = sorted(rules_of(state, call).values(), key=lambda rule: rule.settings["RuleOrder"])
    shown = [
        {n: v for n, v in rule.settings.items() if n not in {"Criteria", "Actions"}}
        for rule in rules
    ]
    page, more = cut_page(call, shown)
    return {"AutomationRulesMetadata": page, **more}


def _fail(arn: str) -> dict[str, Any]:
    return {"RuleArn": arn, "ErrorCode": MISSING, "ErrorMessage": "The rule was not found"}


@emulates("securityhub", "BatchGetAutomationRules")
def get_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return rules by their ARNs."""
    require_hub(state, call)
    held, asked = rules_of(state, call), call.parameters["AutomationRulesArns"]
    return {
        "Rules": [held[arn].settings for arn in asked if arn in held],
        "UnprocessedAutomationRules": [_fail(arn) for arn in asked if arn not in held],
    }


@emulates("securityhub", "BatchUpdateAutomationRules")
def update_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change what is given of rules."""
    require_hub(state, call)
    held, done, failed = rules_of(state, call), [], []
    for given in call.parameters["UpdateAutomationRulesRequestItems"]:
        arn = str(given["RuleArn"])
        if arn not in held:
            failed.append(_fail(arn))
            continue
        changed = {name: value for name, value in given.items() if value is not None}
        held[arn].settings |= changed | {"UpdatedAt": datetime.now(UTC)}
        done.append(arn)
    return {"ProcessedAutomationRules": done, "UnprocessedAutomationRules": failed}


@emulates("securityhub", "BatchDeleteAutomationRules")
def delete_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete rules."""
    require_hub(state, call)
    held, asked = rules_of(state, call), list(call.parameters["AutomationRulesArns"])
    done = [arn for arn in dict.fromkeys(asked) if held.pop(arn, None) is not None]
    failed = [_fail(arn) for arn in asked if arn not in done]
    return {"ProcessedAutomationRules": done, "UnprocessedAutomationRules": failed}
