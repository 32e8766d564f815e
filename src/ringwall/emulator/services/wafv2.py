"""WAF: web ACLs of resources, their logs, and AWS's groups of rules.

https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

GROUPS: Mapping[str, int] = {
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesATPRuleSet": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesWordPressRuleSet": 100,
}
"""AWS's groups and the capacity that each takes.

https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
"""
LOG_PREFIX = "aws-waf-logs-"
KINDS = {
    "APPLICATION_LOAD_BALANCER": ":loadbalancer/app/",
    "API_GATEWAY": ":apigateway:",
    "APPSYNC": ":appsync:",
    "COGNITO_USER_POOL": ":cognito-idp:",
    "APP_RUNNER_SERVICE": ":apprunner:",
    "VERIFIED_ACCESS_INSTANCE": ":ec2:",
}


def _find_acl(call: EmulatedCall, arn: str) -> Any:
    region = "global" if ":global/" in arn else call.region
    backend = moto_backend("wafv2", call.account_id, region)
    found = backend.wacls.get(arn)
    if found is None:
        message = "AWS WAF couldn't perform the operation because your resource doesn't exist."
        raise Fault("WAFNonexistentItemException", message)
    return found


@emulates("wafv2", "AssociateWebACL")
def associate(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a regional resource that exists a web ACL, in place of the one that it has.

    Distributions get theirs from CloudFront.
    """
    given = call.parameters
    acl, resource = _find_acl(call, given["WebACLArn"]), given["ResourceArn"]
    if not any(part in resource for part in KINDS.values()) or ":global/" in acl.arn:
        message = f"Error reason: The ARN isn't valid., field: RESOURCE_ARN, parameter: {resource}"
        raise Fault("WAFInvalidParameterException", message)
    balancers = moto_backend("elbv2", call.account_id, call.region).load_balancers
    if ":loadbalancer/" in resource and resource not in balancers:
        message = f"The referenced item does not exist: {resource}"
        raise Fault("WAFUnavailableEntityException", message)
    for other in moto_backend("wafv2", call.account_id, call.region).wacls.values():
        if resource in other.associated_resources:
            other.associated_resources.remove(resource)
    acl.associated_resources.append(resource)
    return {}


@emulates("wafv2", "ListResourcesForWebACL")
def list_resources(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the resources of a web ACL, of one type."""
    acl = _find_acl(call, call.parameters["WebACLArn"])
    part = KINDS[call.parameters.get("ResourceType") or "APPLICATION_LOAD_BALANCER"]
    return {"ResourceArns": [arn for arn in acl.associated_resources if part in arn]}


@emulates("wafv2", "DeleteWebACL")
def check_deletion(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a web ACL that resources have; let moto delete the rest."""
    given = call.parameters
    region = "global" if given["Scope"] == "CLOUDFRONT" else call.region
    for acl in moto_backend("wafv2", call.account_id, region).wacls.values():
        if (acl.id, acl.name) == (given["Id"], given["Name"]) and acl.associated_resources:
            message = (
                "AWS WAF couldn't perform the operation because your resource is being used by "
                "another resource or it's associated with another resource."
            )
            raise Fault("WAFAssociatedItemException", message)


@emulates("wafv2", "CreateWebACL", "CreateIPSet", "CreateRuleGroup", "CreateRegexPatternSet")
def create(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make something whose name is free; moto calls the error otherwise."""
    try:
        return state.ask_moto(call)
    except Fault as error:
        if error.code != "WafV2DuplicateItem":
            raise
        raise Fault("WAFDuplicateItemException", error.message) from error


@emulates("wafv2", "PutLoggingConfiguration")
def check_logs(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse logs to what is not called as WAF demands; let moto keep the rest.

    https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html
    """
    given = call.parameters["LoggingConfiguration"]
    _find_acl(call, given["ResourceArn"])
    destinations = given["LogDestinationConfigs"]
    for arn in destinations:
        name = arn.split(":", 5)[-1].removeprefix("log-group:").removeprefix("deliverystream/")
        if not name.startswith(LOG_PREFIX) or len(destinations) != 1:
            message = (
                "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes "
                "other information separated by colons or slashes., field: LOG_DESTINATION, "
                f"parameter: {arn}"
            )
            raise Fault("WAFInvalidParameterException", message)


@emulates("wafv2", "ListAvailableManagedRuleGroups")
def list_managed(_state: EmulatorState, _call: EmulatedCall) -> Mapping[str, Any]:
    """Return AWS's groups of rules."""
    shown = [{"VendorName": "AWS", "Name": name, "VersioningSupported": False} for name in GROUPS]
    return {"ManagedRuleGroups": shown}


@emulates("wafv2", "DescribeManagedRuleGroup", "ListAvailableManagedRuleGroupVersions")
def describe_managed(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the capacity of a group of AWS; which rules it has is AWS's to say."""
    given = call.parameters
    if given["VendorName"] != "AWS" or given["Name"] not in GROUPS:
        raise Fault("WAFNonexistentItemException", "There is no such managed rule group.")
    if call.operation.startswith("List"):
        return {"Versions": []}
    label = given["Name"].removeprefix("AWSManagedRules").removesuffix("RuleSet").lower()
    return {
        "Capacity": GROUPS[given["Name"]],
        "LabelNamespace": f"awswaf:managed:aws:{label}:",
    }


@emulates("wafv2", "CheckCapacity")
def check_capacity(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what rules take: of managed groups and rate limits; others are refused.

    https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
    """
    total = 0
    for rule in call.parameters["Rules"]:
        statement = rule["Statement"]
        group = statement.get("ManagedRuleGroupStatement")
        if group is not None and group["Name"] in GROUPS:
            total += GROUPS[group["Name"]]
        elif statement.get("RateBasedStatement") or statement.get("GeoMatchStatement"):
            total += 2 if statement.get("RateBasedStatement") else 1
        elif statement.get("IPSetReferenceStatement"):
            total += 1
        else:
            message = f"The capacity of {', '.join(statement)} is not emulated"
            raise Fault("WAFInvalidOperationException", message)
    return {"Capacity": total}


@emulates("wafv2", "PutPermissionPolicy", "GetPermissionPolicy", "DeletePermissionPolicy")
def keep_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set, return or remove the policy that shares a rule group."""
    arn, held = call.parameters["ResourceArn"], hold(state, call, "policies")
    groups = moto_backend("wafv2", call.account_id, call.region).rule_groups
    if arn not in groups and arn not in {group.arn for group in groups.values()}:
        raise Fault("WAFNonexistentItemException", f"There is no rule group {arn}.")
    if call.operation.startswith("Put"):
        try:
            json.loads(call.parameters["Policy"])
        except ValueError as error:
            message = "The policy is not valid JSON."
            raise Fault("WAFInvalidPermissionPolicyException", message) from error
        held[arn] = {"Policy": call.parameters["Policy"]}
        return {}
    if arn not in held:
        raise Fault("WAFNonexistentItemException", f"{arn} has no policy.")
    if call.operation.startswith("Delete"):
        del held[arn]
        return {}
    return held[arn]
