"""Security Hub: the standards that are enabled."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

STANDARDS = {
    "AWS Foundational Security Best Practices v1.0.0": (
        "arn:{partition}:securityhub:{region}::standards/aws-foundational-security-best-practices/v/1.0.0"
    ),
    "CIS AWS Foundations Benchmark v3.0.0": (
        "arn:{partition}:securityhub:{region}::standards/cis-aws-foundations-benchmark/v/3.0.0"
    ),
}


@emulates("securityhub", "DescribeStandards")
def describe_standards(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the standards that can be enabled: two of those that AWS has."""
    standards = [
        {
            "StandardsArn": arn.format(partition=call.partition, region=call.region),
            "Name": name,
            "EnabledByDefault": False,
        }
        for name, arn in STANDARDS.items()
    ]
    return {"Standards": standards}


@emulates("securityhub", "BatchEnableStandards")
def enable_standards(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Enable standards; they are ready at once."""
    enabled = _require_hub(state, call)
    asked = [r["StandardsArn"] for r in call.parameters["StandardsSubscriptionRequests"]]
    for arn in asked:
        enabled[_subscription(call, arn)] = arn
    return {"StandardsSubscriptions": [_shown(call, arn) for arn in asked]}


@emulates("securityhub", "BatchDisableStandards")
def disable_standards(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Disable standards."""
    enabled = _require_hub(state, call)
    arns = call.parameters["StandardsSubscriptionArns"]
    gone = [enabled.pop(arn) for arn in arns if arn in enabled]
    return {
        "StandardsSubscriptions": [
            _shown(call, arn) | {"StandardsStatus": "DELETING"} for arn in gone
        ]
    }


@emulates("securityhub", "GetEnabledStandards")
def get_enabled_standards(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the standards that are enabled."""
    enabled = _require_hub(state, call)
    return {"StandardsSubscriptions": [_shown(call, arn) for arn in enabled.values()]}


def _require_hub(state: EmulatorState, call: EmulatedCall) -> dict[str, str]:
    """Return the enabled standards by subscription; Fault if Security Hub is not enabled."""
    if not moto_backend("securityhub", call.account_id, call.region).enabled:
        account = call.account_id
        message = f"Account {account} is not subscribed to AWS Security Hub"
        raise Fault("InvalidAccessException", message, 401)
    enabled: dict[str, str] = state.setting(call, "standards", {})
    state.set(call, "standards", enabled)
    return enabled


def _subscription(call: EmulatedCall, arn: str) -> str:
    name = arn.partition("standards/")[2]
    return f"arn:{call.partition}:securityhub:{call.region}:{call.account_id}:subscription/{name}"


def _shown(call: EmulatedCall, arn: str) -> dict[str, Any]:
    return {
        "StandardsSubscriptionArn": _subscription(call, arn),
        "StandardsArn": arn,
        "StandardsInput": {},
        "StandardsStatus": "READY",
    }
