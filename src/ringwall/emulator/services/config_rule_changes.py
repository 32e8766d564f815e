"""Config: what makes, changes and deletes rules, and policies in Guard.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.items import find_recorder
from ringwall.emulator.configuration.organization_deployments import settle_deployments
from ringwall.emulator.configuration.places import place_of
from ringwall.emulator.configuration.remediations import exceptions_of, remediations_of
from ringwall.emulator.configuration.rules import (
    OWNED,
    delete_rule,
    is_service_s,
    put_rule,
    require_rule,
    rules_of,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

REMEDIED = (
    "A remediation action is associated with the rule. Delete the remediation action, then the "
    "rule, and try your request again."
)


@emulates("config", "PutConfigRule")
def put(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Make a rule of a policy in Guard; moto makes the others."""
    given, place = call.parameters["ConfigRule"], place_of(call)
    held = rules_of(place).get(given.get("ConfigRuleName") or "")
    if held is not None and is_service_s(held):
        raise Fault("AccessDeniedException", OWNED)
    if find_recorder(*place) is None:
        message = (
            "NoAvailableConfigurationRecorder: Configuration recorder is not available to put the "
            "rule."
        )
        raise Fault("NoAvailableConfigurationRecorderException", message)
    if given["Source"]["Owner"] != "CUSTOM_POLICY":
        return None
    rule = put_rule(state, place, given)
    rule.tags |= {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags") or ()}
    return {}


@emulates("config", "DescribeConfigRules")
def describe(state: EmulatorState, call: EmulatedCall) -> None:
    """Let the account have the rules of its organization, and moto show them."""
    settle_deployments(state, call.region)
    for name in call.parameters.get("ConfigRuleNames") or ():
        require_rule(place_of(call), name)


@emulates("config", "DeleteConfigRule")
def delete(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a rule with all that was said of it, unless it is remedied or a service's."""
    name, place = str(call.parameters["ConfigRuleName"]), place_of(call)
    if is_service_s(require_rule(place, name)):
        raise Fault("AccessDeniedException", OWNED)
    if name in remediations_of(state, place):
        raise Fault("ResourceInUseException", REMEDIED)
    exceptions_of(state, place, name).clear()
    delete_rule(state, place, name)
    return {}


@emulates("config", "GetCustomRulePolicy")
def get_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the text of a rule in Guard."""
    settle_deployments(state, call.region)
    rule = require_rule(place_of(call), str(call.parameters.get("ConfigRuleName") or ""))
    details = getattr(rule.source, "given", {}).get("CustomPolicyDetails") or {}
    if not details:
        message = f"The rule {rule.config_rule_name} is no custom policy rule."
        raise Fault("NoSuchConfigRuleException", message)
    return {"LibraryText": details["LibraryText"]}
