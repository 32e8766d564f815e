"""Quotas of AWS services: their defaults as data, and what an account has been given.

https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
"""

from dataclasses import dataclass
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.state import EmulatorState


@dataclass(frozen=True)
class ServiceQuota:
    """How much of something an account may have."""

    service: str
    """As Service Quotas spells it: `vpc`."""
    code: str
    name: str
    value: int
    is_adjustable: bool = True
    is_global: bool = False
    """Whether it holds for the account, in all Regions together."""


VPCS = ServiceQuota("vpc", "L-F678F1CE", "VPCs per Region", 5)
ADDRESSES = ServiceQuota("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5)
GATEWAYS = ServiceQuota("vpc", "L-A4707A72", "Internet gateways per Region", 5)
NAT_GATEWAYS = ServiceQuota("vpc", "L-FE5A380F", "NAT gateways per Availability Zone", 5)
ACL_RULES = ServiceQuota("vpc", "L-2AEEBF1A", "Rules per network ACL", 20)
ROLE_POLICIES = ServiceQuota("iam", "L-0DA4ABF3", "Managed policies per role", 10, is_global=True)
USER_POLICIES = ServiceQuota("iam", "L-4019AD8B", "Managed policies per user", 10, is_global=True)
GROUP_POLICIES = ServiceQuota("iam", "L-384571C4", "Managed policies per group", 10, is_global=True)
TRUST_SIZE = ServiceQuota("iam", "L-C07B4B0D", "Role trust policy length", 2_048, is_global=True)
ACCOUNTS = ServiceQuota(
    "organizations", "L-E619E033", "Default maximum number of accounts", 10, is_global=True
)
SHOWN = (
    ServiceQuota("vpc", "L-407747CB", "Subnets per VPC", 200),
    ServiceQuota("vpc", "L-589F43AA", "Route tables per VPC", 200),
    ServiceQuota("vpc", "L-93826ACB", "Routes per route table", 500),
    ServiceQuota("vpc", "L-B4A6D682", "Network ACLs per VPC", 200),
    ServiceQuota("vpc", "L-E79EC296", "VPC security groups per Region", 2_500),
    ServiceQuota("vpc", "L-0EA8095F", "Inbound or outbound rules per security group", 60),
    ServiceQuota("vpc", "L-29B6F2EB", "Interface VPC endpoints per VPC", 50),
    ServiceQuota("vpc", "L-1B52E74A", "Gateway VPC endpoints per Region", 20),
    ServiceQuota("ec2", "L-A2478D36", "Transit gateways per account", 5),
    ServiceQuota("ec2", "L-43872EB7", "Route tables per transit gateway", 20),
    ServiceQuota("network-firewall", "L-DE163D32", "Firewalls", 5),
    ServiceQuota("network-firewall", "L-0814492B", "Firewall policies", 20),
    ServiceQuota("network-firewall", "L-2D7A0EE2", "Stateful rulegroups", 50),
    ServiceQuota("network-firewall", "L-EAE8E19E", "Stateless rulegroups", 50),
    ServiceQuota("events", "L-244521F2", "Number of rules", 300),
    ServiceQuota("backup", "L-BD69F607", "Backup plans per Region per account", 300),
    ServiceQuota("backup", "L-7705D2CB", "Backup vaults per Region per account", 300),
    ServiceQuota("iam", "L-FE177D64", "Roles per account", 1_000, is_global=True),
    ServiceQuota("s3", "L-DC2B2D3D", "General purpose buckets", 10_000, is_global=True),
)
"""Quotas that are shown and raised, and that no call is refused for here."""
EVERY = (
    VPCS, ADDRESSES, GATEWAYS, NAT_GATEWAYS, ACL_RULES, ROLE_POLICIES, USER_POLICIES,
    GROUP_POLICIES, TRUST_SIZE, ACCOUNTS, *SHOWN,
)  # fmt: skip
GLOBAL_REGION = "us-east-1"


def find_limit(state: EmulatorState, call: EmulatedCall, quota: ServiceQuota) -> int:
    """Return how much the account of a call may have in its Region."""
    return quota_of(state, call.account_id, call.region, quota)


def quota_of(state: EmulatorState, account_id: str, region: str, quota: ServiceQuota) -> int:
    """Return how much an account may have in a Region."""
    place = GLOBAL_REGION if quota.is_global else region
    given: int = state.settings.get((account_id, place, f"service-quotas.{quota.code}"), 0)
    return given or quota.value


def find_account_limit(state: EmulatorState, organization: Any) -> int:
    """Return how many accounts an organization can have: its management account's quota."""
    return quota_of(state, organization.org.master_account_id, GLOBAL_REGION, ACCOUNTS)


def raise_quota(
    state: EmulatorState, account_id: str, region: str, quota: ServiceQuota, value: int
) -> None:
    """Give an account more of something in a Region."""
    place = GLOBAL_REGION if quota.is_global else region
    state.settings[account_id, place, f"service-quotas.{quota.code}"] = value
