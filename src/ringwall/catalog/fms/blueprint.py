"""Firewall Manager: its administrator, and its policies, which report before they change."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.fms.reading import HOME
from ringwall.catalog.response_tags import QUARANTINE_TAG
from ringwall.model.blueprint.edge import FirewallManager
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.table import Row

SECTION = "infrastructure.firewall_manager"
SHARED: dict[str, Any] = {"section": SECTION, "layer": "infrastructure"}
GROUPS = (
    *("AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet"),
    *("AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet"),
)
TYPES = {
    "load_balancers": ("WAFV2", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
    "cloudfront": ("WAFV2", "AWS::CloudFront::Distribution"),
    "security_groups": ("SECURITY_GROUPS_USAGE_AUDIT", "AWS::EC2::SecurityGroup"),
}
"""The type of each policy, and the type of its resources."""


@wants(SECTION)
def want_firewall_manager(landscape: Landscape) -> Iterator[Wanted]:
    """Have the administrator, then the policies in each Region of it.

    Its appointment gives Firewall Manager trusted access to the organization.
    """
    wanted, management = landscape.settings.infrastructure.firewall_manager, landscape.management
    if not wanted.enabled or HOME not in landscape.regions_of("fms", management):
        return
    why = "guards are set up in all accounts by one, also in those that come later"
    admin = RowKey(management.name, HOME, "fms_admin_account", "administrator")
    yield Wanted(
        key=admin,
        columns={"admin_account": landscape.security.id},
        why=why,
        **SHARED,
    )
    for region in landscape.regions_of("fms", landscape.security):
        for name in wanted.policies:
            if name != "cloudfront" or region == HOME:
                yield Wanted(
                    key=RowKey(landscape.security.name, region, "fms_policy", name),
                    columns=_describe(landscape, name, wanted),
                    needs=(admin,),
                    why="what an account forgets to guard is seen, and guarded where you wish",
                    **SHARED,
                )


def _describe(landscape: Landscape, name: str, wanted: FirewallManager) -> Row:
    kind, resource_type = TYPES[name]
    return {
        "policy_name": f"{landscape.name}-{name}",
        "policy_description": f"By the blueprint {landscape.name}",
        "security_service_type": kind,
        "resource_type": resource_type,
        "managed_service_data": _guard_web(wanted.mode) if kind == "WAFV2" else _audit_groups(),
        "remediation_enabled": wanted.remediation_enabled,
        **(_keep_quarantine() if name == "security_groups" else {}),
    }


def _keep_quarantine() -> Row:
    """Return what leaves out the groups that nothing uses until an instance is isolated."""
    key, value = QUARANTINE_TAG
    tags = [{"Key": key, "Value": value}]
    return {"resource_tags": tags, "exclude_resource_tags": True}


def _guard_web(mode: str) -> Row:
    """Return what a policy of AWS WAF does, as its API's examples write it."""
    groups: list[Row] = [
        {
            "ruleGroupArn": None,
            "overrideAction": {"type": "COUNT" if mode == "count" else "NONE"},
            "managedRuleGroupIdentifier": {
                "versionEnabled": None,
                "version": None,
                "vendorName": "AWS",
                "managedRuleGroupName": name,
            },
            "ruleGroupType": "ManagedRuleGroup",
            "excludeRules": [],
            "sampledRequestsEnabled": True,
        }
        for name in GROUPS
    ]
    return {
        "type": "WAFV2",
        "preProcessRuleGroups": groups,
        "postProcessRuleGroups": [],
        "defaultAction": {"type": "ALLOW"},
        "customRequestHandling": None,
        "customResponse": None,
        "overrideCustomerWebACLAssociation": False,
        "loggingConfiguration": None,
        "sampledRequestsEnabledForDefaultActions": True,
    }


def _audit_groups() -> Row:
    """Return what an audit of security groups looks for: those that nothing uses."""
    return {
        "type": "SECURITY_GROUPS_USAGE_AUDIT",
        "deleteUnusedSecurityGroups": True,
        "coalesceRedundantSecurityGroups": False,
        "optionalDelayForUnusedInMinutes": 1440,
    }
