"""Service-linked roles: which role a service has, and how it is made.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from moto.iam.models import Role
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.dependent_actions import find_linked_role_rules
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.services.iam import load_managed_policy

LINKED_ROLES: Mapping[str, tuple[str, str]] = {
    "access-analyzer.amazonaws.com": ("AccessAnalyzer", "AccessAnalyzerServiceRolePolicy"),
    "accountdiscovery.ssm.amazonaws.com": (
        "AmazonSSM_AccountDiscovery",
        "AWSSystemsManagerAccountDiscoveryServicePolicy",
    ),
    "agentless.inspector2.amazonaws.com": (
        "AmazonInspector2Agentless",
        "AmazonInspector2AgentlessServiceRolePolicy",
    ),
    "auditmanager.amazonaws.com": ("AuditManager", "AWSAuditManagerServiceRolePolicy"),
    "autoscaling.amazonaws.com": ("AutoScaling", "AutoScalingServiceRolePolicy"),
    "backup.amazonaws.com": (
        "Backup",
        "AWSBackupServiceLinkedRolePolicyForBackup",
    ),
    "cloudtrail.amazonaws.com": ("CloudTrail", "CloudTrailServiceRolePolicy"),
    "config-conforms.amazonaws.com": ("ConfigConforms", "ConfigConformsServiceRolePolicy"),
    "config-multiaccountsetup.amazonaws.com": (
        "ConfigMultiAccountSetup",
        "AWSConfigMultiAccountSetupPolicy",
    ),
    "config.amazonaws.com": ("Config", "AWSConfigServiceRolePolicy"),
    "controltower.amazonaws.com": ("AWSControlTower", "AWSControlTowerAccountServiceRolePolicy"),
    "detective.amazonaws.com": ("Detective", "AmazonDetectiveServiceLinkedRolePolicy"),
    "dynamodb.application-autoscaling.amazonaws.com": (
        "ApplicationAutoScaling_DynamoDBTable",
        "AWSApplicationAutoscalingDynamoDBTablePolicy",
    ),
    "ecs.amazonaws.com": ("ECS", "AmazonECSServiceRolePolicy"),
    "eks.amazonaws.com": ("AmazonEKS", "AmazonEKSServiceRolePolicy"),
    "elasticloadbalancing.amazonaws.com": (
        "ElasticLoadBalancing",
        "AWSElasticLoadBalancingServiceRolePolicy",
    ),
    "fms.amazonaws.com": ("FMS", "FMSServiceRolePolicy"),
    "guardduty.amazonaws.com": ("AmazonGuardDuty", "AmazonGuardDutyServiceRolePolicy"),
    "inspector2.amazonaws.com": ("AmazonInspector2", "AmazonInspector2ServiceRolePolicy"),
    "ipam.amazonaws.com": ("IPAM", "AWSIPAMServiceRolePolicy"),
    "macie.amazonaws.com": ("AmazonMacie", "AmazonMacieServiceRolePolicy"),
    "malware-protection.guardduty.amazonaws.com": (
        "AmazonGuardDutyMalwareProtection",
        "AmazonGuardDutyMalwareProtectionServiceRolePolicy",
    ),
    "member.org.stacksets.cloudformation.amazonaws.com": (
        "CloudFormationStackSetsOrgMember",
        "CloudFormationStackSetsOrgMemberServiceRolePolicy",
    ),
    "network-firewall.amazonaws.com": (
        "NetworkFirewall",
        "AWSNetworkFirewallServiceRolePolicy",
    ),
    "opensearchservice.amazonaws.com": (
        "AmazonOpenSearchService",
        "AmazonOpenSearchServiceRolePolicy",
    ),
    "organizations.amazonaws.com": ("Organizations", "AWSOrganizationsServiceTrustPolicy"),
    "ram.amazonaws.com": (
        "ResourceAccessManager",
        "AWSResourceAccessManagerServiceRolePolicy",
    ),
    "rds.amazonaws.com": ("RDS", "AmazonRDSServiceRolePolicy"),
    "remediation.config.amazonaws.com": (
        "ConfigRemediation",
        "AWSConfigRemediationServiceRolePolicy",
    ),
    "securityhub.amazonaws.com": ("SecurityHub", "AWSSecurityHubServiceRolePolicy"),
    "securityhubv2.amazonaws.com": ("SecurityHubV2", "AWSSecurityHubV2ServiceRolePolicy"),
    "securitylake.amazonaws.com": ("SecurityLake", "SecurityLakeServiceLinkedRole"),
    "servicequotas.amazonaws.com": ("ServiceQuotas", "ServiceQuotasServiceRolePolicy"),
    "shield.amazonaws.com": ("AWSShield", "AWSShieldServiceRolePolicy"),
    "ssm.amazonaws.com": ("AmazonSSM", "AmazonSSMServiceRolePolicy"),
    "sso.amazonaws.com": ("SSO", "AWSSSOServiceRolePolicy"),
    "stacksets.cloudformation.amazonaws.com": (
        "CloudFormationStackSetsOrgAdmin",
        "CloudFormationStackSetsOrgAdminServiceRolePolicy",
    ),
    "support.amazonaws.com": ("Support", "AWSSupportServiceRolePolicy"),
    "trustedadvisor.amazonaws.com": ("TrustedAdvisor", "AWSTrustedAdvisorServiceRolePolicy"),
    "wafv2.amazonaws.com": ("WAFV2Logging", "WAFV2LoggingServiceRolePolicy"),
}
"""Services by their principal: what follows `AWSServiceRoleFor` in the role's name, its policy."""
SUFFIXED = frozenset({"autoscaling.amazonaws.com"})
"""Services of which an account can have several roles, told apart by a suffix."""
PATH = "/aws-service-role/"


def make_linked_role(account_id: str, service: str, suffix: str = "", description: str = "") -> Any:
    """Make the role of a service in an account, if it has none; return moto's role.

    The role's id follows from account and service, so that it shifts no other random id.
    """
    held = find_linked_role(account_id, service, suffix)
    if held is not None:
        return held
    partition = own_partition()
    name, policy = LINKED_ROLES[service]
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        ],
    }
    role_name = f"AWSServiceRoleFor{name}" + (f"_{suffix}" if suffix else "")
    kind: Any = Role
    role = kind(
        account_id=account_id,
        partition=partition,
        role_id=make_steady_id("AROA", account_id, role_name),
        name=role_name,
        assume_role_policy_document=json.dumps(trust),
        path=f"{PATH}{service}/",
        permissions_boundary=None,
        description=description,
        tags=[],
        max_session_duration="3600",
        linked_service=service,
    )
    backend = moto_backend("iam", account_id)
    backend.roles[role.id] = role
    arn = f"arn:{partition}:iam::aws:policy/aws-service-role/{policy}"
    numbers = mock_random.getstate()
    load_managed_policy(account_id, arn)
    mock_random.setstate(numbers)
    if arn in backend.managed_policies:
        backend.attach_role_policy(arn, role.name)
    return role


def make_steady_id(prefix: str, *parts: str) -> str:
    """Return an id of IAM that follows from what it is of."""
    digest = hashlib.sha256("/".join(parts).encode()).hexdigest().upper()
    return f"{prefix}{digest[:17]}"


def find_linked_role(account_id: str, service: str, suffix: str = "") -> Any:
    """Return moto's role of a service; None where the account has none."""
    for role in moto_backend("iam", account_id).roles.values():
        if role.path == f"{PATH}{service}/" and (not suffix or role.name.endswith(f"_{suffix}")):
            return role
    return None


def make_roles_of_first_use(call: EmulatedCall) -> None:
    """Make the service-linked roles that a call which succeeded makes, as AWS documents it."""
    for service in _find_used_services(call):
        make_linked_role(call.account_id, service)


def _find_used_services(call: EmulatedCall) -> Iterator[str]:
    yield from (rule["service"] for rule in find_linked_role_rules(call))
