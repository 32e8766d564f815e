"""IAM Identity Center: permission sets, who has them, and the groups that assignments name."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied, CallFailed, RegionDisabled

TABLES = ("sso_instance", "sso_permission_set", "sso_assignment")
TRUSTED = {
    "organizations.list_aws_service_access_for_organization": {
        "EnabledServicePrincipals": [{"ServicePrincipal": "sso.amazonaws.com"}]
    },
    "account.list_regions": {
        "Regions": [
            {"RegionName": name, "RegionOptStatus": "ENABLED_BY_DEFAULT"}
            for name in ("eu-west-1", "ap-south-2", "us-east-1")
        ]
        + [{"RegionName": "af-south-1", "RegionOptStatus": "DISABLED"}]
    },
}
SAY = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture
def member(aws: Callable[[str], Any]) -> str:
    """Return the id of a member account of a new organization."""
    client = aws("organizations")
    client.create_organization(FeatureSet="ALL")
    made = client.create_account(AccountName="prod", Email="prod@example.com")
    account_id: str = made["CreateAccountStatus"]["AccountId"]
    return account_id


def test_permission_sets_are_read_with_all_that_they_have(
    emulator: Emulator,
    live: Any,
    aws: Callable[[str], Any],
    member: str,
    collect: Callable[..., Any],
) -> None:
    instance = emulator.enable_identity_center("eu-west-1")
    sso, directory = aws("sso-admin"), aws("identitystore")
    store = sso.list_instances()["Instances"][0]["IdentityStoreId"]
    group = directory.create_group(IdentityStoreId=store, DisplayName="Audit")["GroupId"]
    made = sso.create_permission_set(
        InstanceArn=instance,
        Name="Audit",
        SessionDuration="PT2H",
        Tags=[{"Key": "team", "Value": "web"}],
    )
    named = {
        "InstanceArn": instance,
        "PermissionSetArn": made["PermissionSet"]["PermissionSetArn"],
    }
    sso.attach_managed_policy_to_permission_set(**named, ManagedPolicyArn=READ_ONLY)
    sso.put_inline_policy_to_permission_set(**named, InlinePolicy=json.dumps(SAY))
    sso.create_account_assignment(
        **named, TargetId=member, TargetType="AWS_ACCOUNT", PrincipalType="GROUP", PrincipalId=group
    )
    sso.put_permissions_boundary_to_permission_set(
        **named, PermissionsBoundary={"ManagedPolicyArn": READ_ONLY}
    )
    rows, gaps = collect(live, *TABLES)
    assert gaps == []
    (center,) = rows["sso_instance"]
    assert (center["arn"], center["region"], center["status"]) == (instance, "eu-west-1", "ACTIVE")
    (held,) = rows["sso_permission_set"]
    assert (held["name"], held["session_duration"]) == ("Audit", "PT2H")
    assert held["tags"] == {"team": "web"}
    assert held["managed_policy_arns"] == [READ_ONLY]
    assert json.loads(held["inline_policy"]) == SAY
    assert json.loads(held["permissions_boundary"]) == {"ManagedPolicyArn": READ_ONLY}
    # The boundary came after the assignment.
    assert held["is_provisioned"] is False
    (statement,) = rows["policy_statement"]
    assert (statement["owner_table"], statement["actions"]) == ("sso_permission_set", ["s3:*"])
    (attached,) = rows["sso_permission_set_attachment"]
    assert attached["managed_policy_arn"] == READ_ONLY
    assert attached["permission_set_arn"] == held["arn"]
    (assigned,) = rows["sso_assignment"]
    assert (assigned["target_id"], assigned["principal_id"]) == (member, group)
    assert assigned["permission_set_arn"] == held["arn"]
    rows, gaps = collect(live, "identitystore_group", "identitystore_user")
    assert gaps == []
    (audit,) = rows["identitystore_group"]
    assert (audit["group_id"], audit["display_name"]) == (group, "Audit")
    assert not rows["identitystore_user"]


def test_policies_of_the_accounts_are_rows_too(
    emulator: Emulator, live: Any, aws: Callable[[str], Any], member: str, collect: Any
) -> None:
    assert member
    instance = emulator.enable_identity_center("eu-west-1")
    sso = aws("sso-admin")
    made = sso.create_permission_set(InstanceArn=instance, Name="Audit")
    arn = made["PermissionSet"]["PermissionSetArn"]
    sso.attach_customer_managed_policy_reference_to_permission_set(
        InstanceArn=instance,
        PermissionSetArn=arn,
        CustomerManagedPolicyReference={"Name": "app", "Path": "/team/"},
    )
    rows, gaps = collect(live, "sso_permission_set")
    assert gaps == []
    (policy,) = rows["sso_permission_set_customer_policy"]
    assert (policy["arn"], policy["name"], policy["path"]) == (f"{arn}/team/app", "app", "/team/")
    (held,) = rows["sso_permission_set"]
    assert json.loads(held["customer_managed_policies"]) == [{"Name": "app", "Path": "/team/"}]
    assert (held["inline_policy"], held["permissions_boundary"]) == ({}, {})
    assert held["is_provisioned"] is True


def test_an_instance_is_found_in_the_region_that_it_is_in(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    reader = canned(TRUSTED)
    instance = {
        "InstanceArn": "arn:aws:sso:::instance/ssoins-1",
        "OwnerAccountId": "111111111111",
        "IdentityStoreId": "d-1",
    }

    def instances() -> Any:
        region = reader.calls[-1][1]
        if region == "ap-south-2":
            return RegionDisabled("no endpoint", "EndpointConnectionError")
        return {"Instances": [instance] if region == "us-east-1" else []}

    reader.answers = TRUSTED | {
        "sso-admin.list_instances": instances,
        "sso-admin.list_tags_for_resource": lambda **_: {"Tags": []},
    }
    rows, gaps = collect(reader, "sso_instance")
    assert gaps == []
    assert [row["region"] for row in rows["sso_instance"]] == ["us-east-1"]
    asked = [region for operation, region in reader.calls if operation.endswith("list_instances")]
    assert asked == ["eu-west-1", "ap-south-2", "us-east-1"]


@pytest.mark.parametrize("table", [*TABLES, "identitystore_group", "identitystore_user"])
def test_an_organization_without_identity_center_costs_one_call(
    collect: Callable[..., Any], canned: type[Any], table: str
) -> None:
    trusted = "organizations.list_aws_service_access_for_organization"
    reader = canned({trusted: {"EnabledServicePrincipals": []}})
    rows, gaps = collect(reader, table)
    assert (dict(rows), gaps, reader.calls) == ({}, [], [(trusted, "eu-west-1")])
    alone = CallFailed("none", "AWSOrganizationsNotInUseException")
    assert collect(canned({trusted: alone}), table) == ({}, [])


def test_what_was_denied_is_a_gap(collect: Callable[..., Any], canned: type[Any]) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    answers = TRUSTED | {"sso-admin.list_instances": denied}
    for table in TABLES:
        rows, gaps = collect(canned(answers), table)
        assert not any(rows.values())
        assert {gap.status for gap in gaps} == {"denied"}


def test_a_set_that_was_deleted_midway_leaves_the_assignments_of_others(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    def accounts(PermissionSetArn: str, **_: Any) -> Any:  # noqa: N803 - AWS's own name
        if PermissionSetArn.endswith("1"):
            return CallFailed("gone", "ResourceNotFoundException")
        return {"AccountIds": ["222222222222"]}

    arns = [f"arn:aws:sso:::permissionSet/ssoins-1/ps-{number}" for number in (1, 2)]
    instance = {
        "InstanceArn": "arn:aws:sso:::instance/ssoins-1",
        "OwnerAccountId": "111111111111",
    }
    assigned = {"AccountId": "222222222222", "PermissionSetArn": arns[1]}
    answers = TRUSTED | {
        "sso-admin.list_instances": {"Instances": [instance]},
        "sso-admin.list_permission_sets": lambda **_: {"PermissionSets": arns},
        "sso-admin.list_accounts_for_provisioned_permission_set": accounts,
        "sso-admin.list_account_assignments": lambda **_: {
            "AccountAssignments": [assigned | {"PrincipalType": "GROUP", "PrincipalId": "g"}]
        },
    }
    rows, gaps = collect(canned(answers), "sso_assignment")
    assert gaps == []
    assert [row["arn"] for row in rows["sso_assignment"]] == [f"{arns[1]}/222222222222/GROUP/g"]
