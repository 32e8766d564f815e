import json
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

PATH = "/aws-reserved/sso.amazonaws.com/"
Center = Any
"""conftest.py declares it."""


def roles(client: Any, account: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client("iam", account).list_roles(PathPrefix=PATH)["Roles"]
    return found


def test_an_assignment_makes_a_role(client: Any, center: Center, refusal: Any) -> None:
    sso = client("sso-admin")
    request = sso.create_account_assignment(**center.assignment())
    assert request["AccountAssignmentCreationStatus"]["Status"] == "SUCCEEDED"
    (role,) = roles(client, center.member)
    assert role["RoleName"].startswith("AWSReservedSSO_Audit_")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    provider = statement["Principal"]["Federated"]
    iam = client("iam", center.member)
    (listed,) = iam.list_saml_providers()["SAMLProviderList"]
    assert listed["Arn"] == provider
    assert provider.endswith("_DO_NOT_DELETE")
    (policy,) = iam.list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"]
    assert policy["PolicyName"] == "ReadOnlyAccess"
    assert refusal(iam.delete_role, RoleName=role["RoleName"])[0] == "UnmodifiableEntity"


def test_the_last_assignment_takes_the_role_with_it(client: Any, center: Center) -> None:
    sso = client("sso-admin")
    group = center.assignment(PrincipalType="GROUP", PrincipalId=center.group)
    for assignment in (center.assignment(), group):
        sso.create_account_assignment(**assignment)
    sso.delete_account_assignment(**group)
    assert roles(client, center.member)
    sso.delete_account_assignment(**center.assignment())
    assert roles(client, center.member) == []
    sso.delete_permission_set(**center.named)


def test_a_change_reaches_accounts_when_it_is_provisioned(client: Any, center: Center) -> None:
    sso = client("sso-admin")
    sso.create_account_assignment(**center.assignment())
    latest = "LATEST_PERMISSION_SET_PROVISIONED"
    where = sso.list_accounts_for_provisioned_permission_set
    assert where(**center.named, ProvisioningStatus=latest)["AccountIds"] == [center.member]
    inline = {"Version": "2012-10-17", "Statement": []}
    sso.put_inline_policy_to_permission_set(**center.named, InlinePolicy=json.dumps(inline))
    boundary = {"ManagedPolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}
    sso.put_permissions_boundary_to_permission_set(**center.named, PermissionsBoundary=boundary)
    assert where(**center.named, ProvisioningStatus=latest)["AccountIds"] == []
    name = roles(client, center.member)[0]["RoleName"]
    iam = client("iam", center.member)
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == []
    sso.provision_permission_set(**center.named, TargetType="ALL_PROVISIONED_ACCOUNTS")
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["AwsSSOInlinePolicy"]
    bound = iam.get_role(RoleName=name)["Role"]["PermissionsBoundary"]
    assert bound["PermissionsBoundaryArn"] == boundary["ManagedPolicyArn"]


def test_a_policy_that_the_account_lacks_fails_the_assignment(client: Any, center: Center) -> None:
    sso = client("sso-admin")
    reference = {"Name": "own", "Path": "/"}
    sso.attach_customer_managed_policy_reference_to_permission_set(
        **center.named, CustomerManagedPolicyReference=reference
    )
    request = sso.create_account_assignment(**center.assignment())
    status = request["AccountAssignmentCreationStatus"]
    assert status["Status"] == "FAILED"
    assert "policy/own" in status["FailureReason"]
    statement = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("iam", center.member).create_policy(PolicyName="own", PolicyDocument=document)
    request = sso.create_account_assignment(**center.assignment())
    assert request["AccountAssignmentCreationStatus"]["Status"] == "SUCCEEDED"


def test_policies_of_aws_alone_are_attached_as_managed(
    client: Any, center: Center, refusal: Any
) -> None:
    attach = client("sso-admin").attach_managed_policy_to_permission_set
    arn = "arn:aws:iam::aws:policy/NoSuchPolicy"
    code = refusal(attach, **center.named, ManagedPolicyArn=arn)[0]
    assert code == "ResourceNotFoundException"


@pytest.mark.parametrize(("delay", "waits"), [(0, 0), (1, 2)])
def test_requests_take_their_time(
    client: Any, emulator: Emulator, center: Center, delay: int, waits: int
) -> None:
    emulator.state.behavior = Behavior(delay=delay)
    sso = client("sso-admin")
    made = sso.create_account_assignment(**center.assignment())["AccountAssignmentCreationStatus"]
    asked = {
        "InstanceArn": center.instance,
        "AccountAssignmentCreationRequestId": made["RequestId"],
    }
    states = [made["Status"]]
    while states[-1] == "IN_PROGRESS":
        found = sso.describe_account_assignment_creation_status(**asked)
        states.append(found["AccountAssignmentCreationStatus"]["Status"])
    assert states == ["IN_PROGRESS"] * waits + ["SUCCEEDED"]
    listed = sso.list_account_assignment_creation_status(InstanceArn=center.instance)
    assert len(listed["AccountAssignmentsCreationStatus"]) == 1
