"""Each call of Control Tower needs its permission."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow

Principals = Any
"""conftest.py declares it."""
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "x.amazonaws.com"}}
BASELINE = "arn:aws:controltower:us-east-1::baseline/17BSJV3IGJ2QSGA2"
CONTROL = "arn:aws:controltower:us-east-1::control/AWS-GR_RESTRICT_ROOT_USER"


@pytest.fixture
def unit(principals: Principals) -> str:
    """Return the ARN of an OU of an organization with a landing zone."""
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    member = status["CreateAccountStatus"]["AccountId"]
    document = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    for name in ("Admin", "CloudTrailRole", "StackSetRole"):
        principals.client("iam").create_role(
            RoleName=f"AWSControlTower{name}", AssumeRolePolicyDocument=document
        )
    manifest = {"governedRegions": ["us-east-1"], "securityRoles": {"accountId": member}}
    principals.client("controltower").create_landing_zone(version="4.0", manifest=manifest)
    root = organizations.list_roots()["Roots"][0]["Id"]
    made = organizations.create_organizational_unit(ParentId=root, Name="Prod")
    arn: str = made["OrganizationalUnit"]["Arn"]
    return arn


CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("list_landing_zones", {}),
    ("get_landing_zone", {"landingZoneIdentifier": "ZONE"}),
    ("reset_landing_zone", {"landingZoneIdentifier": "ZONE"}),
    ("delete_landing_zone", {"landingZoneIdentifier": "ZONE"}),
    ("list_baselines", {}),
    ("list_enabled_baselines", {}),
    ("list_enabled_controls", {}),
    (
        "enable_baseline",
        {
            "baselineIdentifier": BASELINE,
            "baselineVersion": "4.0",
            "targetIdentifier": "UNIT",
        },
    ),
)


@pytest.mark.parametrize(("method", "given"), CALLS, ids=[name for name, _ in CALLS])
def test_a_call_needs_its_permission(
    principals: Principals, unit: str, refused: Callable[..., str], method: str, given: Any
) -> None:
    zone = principals.client("controltower").list_landing_zones()["landingZones"][0]["arn"]
    names = {"ZONE": zone, "UNIT": unit}
    parameters = {name: names.get(value, value) for name, value in given.items()}
    nobody = principals.client("controltower", *principals.user("nobody"))
    action = nobody.meta.method_to_api_mapping[method]
    refused(getattr(nobody, method), "AccessDeniedException", **parameters)
    one = principals.client(
        "controltower", *principals.user("one", allow(f"controltower:{action}"))
    )
    getattr(one, method)(**parameters)


def test_a_control_binds_the_root_users_of_its_unit(
    principals: Principals, unit: str, refused: Callable[..., str]
) -> None:
    tower, organizations = principals.client("controltower"), principals.client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    principals.client("iam").enable_organizations_root_sessions()
    accounts = organizations.list_accounts()["Accounts"]
    member = next(a["Id"] for a in accounts if a["Id"] != "123456789012")
    target = unit.rpartition("/")[2]
    organizations.move_account(AccountId=member, SourceParentId=root, DestinationParentId=target)
    task = {"arn": "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"}
    found = principals.client("sts").assume_root(TargetPrincipal=member, TaskPolicyArn=task)
    keys = found["Credentials"]
    iam = principals.client(
        "iam", keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
    )
    assert iam.list_access_keys()
    tower.enable_baseline(baselineIdentifier=BASELINE, baselineVersion="4.0", targetIdentifier=unit)
    tower.enable_control(controlIdentifier=CONTROL, targetIdentifier=unit)
    assert "service control policy" in refused(iam.list_access_keys)
