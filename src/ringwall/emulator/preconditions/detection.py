"""Detection and firewalls: one detector in a Region, what is in use, and where scopes are."""

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

HOME = "us-east-1"


@refuses("guardduty", "CreateDetector")
def check_detector(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a second detector of an account in a Region."""
    if moto_backend("guardduty", call.account_id, call.region).detectors:
        message = (
            "The request is rejected because a detector already exists for the current account."
        )
        raise Fault("BadRequestException", message)


@refuses("network-firewall", "DeleteFirewallPolicy")
def check_firewall_policy(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a policy that a firewall uses."""
    name = call.parameters.get("FirewallPolicyName") or ""
    arn = call.parameters.get("FirewallPolicyArn") or f":firewall-policy/{name}"
    firewalls = moto_backend("network-firewall", call.account_id, call.region).firewalls
    if any(firewall.firewall_policy_arn.endswith(arn) for firewall in firewalls.values()):
        raise _in_use()


def _in_use() -> Fault:
    message = "Unable to delete the object because it is still in use."
    return Fault("InvalidOperationException", message)


@refuses(
    "wafv2",
    "CreateWebACL",
    "CreateIPSet",
    "CreateRuleGroup",
    "CreateRegexPatternSet",
    "ListWebACLs",
)
def check_scope(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse what is for CloudFront in any Region but its own.

    https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
    """
    if call.parameters.get("Scope") == "CLOUDFRONT" and call.region != HOME:
        message = "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT"
        raise Fault("WAFInvalidParameterException", message)
