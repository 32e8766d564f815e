"""The cases of the library's policies, as `ringwall access test` reads them.

Each puts one request to an organization with one policy: its caller has every permission, and what
it asks for is open to it, so that nothing but the policy decides.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.organizations.policy_document import fill_document
from ringwall.catalog.organizations.policy_library import LibraryPolicy, PolicyCase
from ringwall.model.partition import home_region

MANAGEMENT, MEMBER, OTHER_MEMBER = "111111111111", "222222222222", "333333333333"
LOG_ARCHIVE, TRUSTED, STRANGER = "444444444444", "555555555555", "666666666666"
REGIONS: Mapping[str, tuple[str, str]] = {
    "aws": ("eu-central-1", "ap-southeast-2"),
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-west-1", "us-gov-east-1"),
}
"""By partition, a Region that the cases govern and one that they do not."""
_FULL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
_FULL_FOR_ALL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}
_EXPECTATIONS = {"denied": "explicitly_denied", "allowed": "allowed"}


def list_cases(policy: LibraryPolicy, partition: str) -> Iterator[dict[str, Any]]:
    """Yield the cases of a policy in a partition: objects of access_cases.schema.json."""
    return (write_case(policy, case, partition) for case in policy.case)


def write_case(policy: LibraryPolicy, case: PolicyCase, partition: str) -> dict[str, Any]:
    """Return one case in a partition."""
    values = sample_values(partition) | dict(case.parameters)
    document = fill_document(policy.document, values)
    principal = case.principal
    if principal == "root" or principal.startswith(("role/", "user/")):
        principal = "arn:{partition}:iam::{member}:" + principal
    request = {
        "principal": principal,
        "action": case.action,
        "resource": case.resource,
        "resource_account": case.resource_account,
        "context": case.context,
        "management_account": "{management}",
    }
    is_rcp = policy.type == "RESOURCE_CONTROL_POLICY"
    return {
        "name": f"{policy.name} in {partition}: {case.name}",
        "request": fill_document(request, values),
        "identity_policies": [_FULL],
        "resource_policy": _FULL_FOR_ALL,
        "scp_levels": [[_FULL] if is_rcp else [_FULL, document]],
        "rcp_levels": [[_FULL_FOR_ALL, document] if is_rcp else [_FULL_FOR_ALL]],
        "expect": _EXPECTATIONS[case.expect],
    }


def sample_values(partition: str) -> dict[str, Any]:
    """Return what parameters, and the names in cases, stand for in the cases of a partition."""
    region, other_region = REGIONS[partition]
    role = f"arn:{partition}:iam::*:role/"
    platform = ("OrganizationAccountAccessRole", "AWSControlTowerExecution", "ringwall-*")
    return {
        "management": MANAGEMENT,
        "member": MEMBER,
        "other_member": OTHER_MEMBER,
        "trusted": TRUSTED,
        "stranger": STRANGER,
        "region": region,
        "other_region": other_region,
        "global_region": home_region(partition),
        "partition": partition,
        "organization_id": "o-acme000000",
        "regions": (region,),
        "region_exempt_actions": (),
        "platform_roles": platform,
        "exempt_arns": tuple(role + name for name in (*platform, "security-team")),
        "responder_arns": (f"{role}responder",),
        "log_account": LOG_ARCHIVE,
        "trusted_accounts": (TRUSTED,),
        "oidc_subjects": {
            "token.actions.githubusercontent.com:sub": ["repo:acme/*"],
            "app.terraform.io:sub": ["organization:acme:*"],
        },
        "sandbox_instance_types": ("*.nano", "*.micro", "*.small", "*.medium", "*.large"),
    }
