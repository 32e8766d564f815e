"""The services that an organization can trust, and those that a member can administer.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
"""

from collections.abc import Mapping

DELEGATED: Mapping[str, int] = {
    "access-analyzer.amazonaws.com": 1,
    "account.amazonaws.com": 1,
    "auditmanager.amazonaws.com": 1,
    "backup.amazonaws.com": 5,
    "bedrock.amazonaws.com": 1,
    "billing.amazonaws.com": 1,
    "billing-cost-management.amazonaws.com": 1,
    "cloudtrail.amazonaws.com": 3,
    "compute-optimizer.amazonaws.com": 1,
    "config-multiaccountsetup.amazonaws.com": 3,
    "config.amazonaws.com": 3,
    "cost-optimization-hub.bcm.amazonaws.com": 1,
    "detective.amazonaws.com": 1,
    "devops-guru.amazonaws.com": 1,
    "ec2.amazonaws.com": 1,
    "fms.amazonaws.com": 10,
    "guardduty.amazonaws.com": 1,
    "health.amazonaws.com": 5,
    "iam.amazonaws.com": 1,
    "inspector2.amazonaws.com": 1,
    "ipam.amazonaws.com": 1,
    "license-management.marketplace.amazonaws.com": 1,
    "license-manager.amazonaws.com": 1,
    "license-manager-linux-subscriptions.amazonaws.com": 1,
    "license-manager-user-subscriptions.amazonaws.com": 1,
    "macie.amazonaws.com": 1,
    "malware-protection.guardduty.amazonaws.com": 1,
    "member.org.stacksets.cloudformation.amazonaws.com": 5,
    "mgn.amazonaws.com": 1,
    "network-firewall.amazonaws.com": 1,
    "networkmanager.amazonaws.com": 10,
    "notifications.amazonaws.com": 5,
    "observabilityadmin.amazonaws.com": 1,
    "reachabilityanalyzer.networkinsights.amazonaws.com": 5,
    "reporting.trustedadvisor.amazonaws.com": 5,
    "resource-explorer-2.amazonaws.com": 1,
    "security-ir.amazonaws.com": 1,
    "securityhub.amazonaws.com": 1,
    "securityhubv2.amazonaws.com": 1,
    "securitylake.amazonaws.com": 1,
    "servicecatalog.amazonaws.com": 50,
    "servicequotas.amazonaws.com": 1,
    "ssm-quicksetup.amazonaws.com": 1,
    "ssm.amazonaws.com": 1,
    "sso.amazonaws.com": 1,
    "storage-lens.s3.amazonaws.com": 5,
    "tagpolicies.tag.amazonaws.com": 1,
    "wellarchitected.amazonaws.com": 1,
}
"""Services that members can administer, by principal: how many members can."""
_TRUSTED_ALONE = frozenset(
    {
        "agentless.inspector2.amazonaws.com",
        "appmigrationservice.amazonaws.com",
        "aws-artifact-account-sync.amazonaws.com",
        "chatbot.amazonaws.com",
        "controltower.amazonaws.com",
        "ds.amazonaws.com",
        "license-manager.member-account.amazonaws.com",
        "opsdatasync.ssm.amazonaws.com",
        "private-marketplace.marketplace.amazonaws.com",
        "procurement-insights.marketplace.amazonaws.com",
        "ram.amazonaws.com",
        "region-switch.arc.amazonaws.com",
        "resource-explorer.amazonaws.com",
        "servicecatalog-appregistry.amazonaws.com",
        "stacksets.cloudformation.amazonaws.com",
    }
)
TRUSTED = frozenset({*DELEGATED, *_TRUSTED_ALONE})
"""Principals of all services that work with Organizations."""
