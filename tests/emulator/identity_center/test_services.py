"""The services of Identity Center: sso-admin, identitystore, and the access portal."""

from typing import Any

import botocore.session
import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach

Center = Any
"""conftest.py declares it."""


def test_create_instance_is_refused_in_the_management_account(
    client: Any, center: Center, refusal: Any
) -> None:
    assert center
    assert refusal(client("sso-admin").create_instance)[0] == "ValidationException"


def test_sets_are_described_changed_and_deleted(client: Any, center: Center, refusal: Any) -> None:
    sso = client("sso-admin")
    sso.update_permission_set(**center.named, Description="Read all", SessionDuration="PT1H")
    found = sso.describe_permission_set(**center.named)["PermissionSet"]
    assert (found["Description"], found["SessionDuration"]) == ("Read all", "PT1H")
    again = {"InstanceArn": center.instance, "Name": "Audit"}
    assert refusal(sso.create_permission_set, **again)[0] == "ConflictException"
    assert sso.list_permission_sets(InstanceArn=center.instance)["PermissionSets"] == [
        center.permission_set
    ]
    sso.create_account_assignment(**center.assignment())
    assert refusal(sso.delete_permission_set, **center.named)[0] == "ConflictException"


def test_what_a_set_has_is_listed_and_removed(client: Any, center: Center, refusal: Any) -> None:
    sso, named = client("sso-admin"), center.named
    (policy,) = sso.list_managed_policies_in_permission_set(**named)["AttachedManagedPolicies"]
    detach = sso.detach_managed_policy_from_permission_set
    detach(**named, ManagedPolicyArn=policy["Arn"])
    code = refusal(detach, **named, ManagedPolicyArn=policy["Arn"])[0]
    assert code == "ResourceNotFoundException"
    assert sso.get_inline_policy_for_permission_set(**named)["InlinePolicy"] == ""
    code = refusal(sso.get_permissions_boundary_for_permission_set, **named)[0]
    assert code == "ResourceNotFoundException"
    tagged = {"InstanceArn": center.instance, "ResourceArn": center.permission_set}
    sso.tag_resource(**tagged, Tags=[{"Key": "team", "Value": "a"}])
    assert sso.list_tags_for_resource(**tagged)["Tags"] == [{"Key": "team", "Value": "a"}]
    sso.untag_resource(**tagged, TagKeys=["team"])
    assert sso.list_tags_for_resource(**tagged)["Tags"] == []


def test_assignments_of_a_user_include_those_of_its_groups(client: Any, center: Center) -> None:
    sso, directory = client("sso-admin"), client("identitystore")
    group = {"PrincipalType": "GROUP", "PrincipalId": center.group}
    sso.create_account_assignment(**center.assignment(**group))
    user = {"InstanceArn": center.instance, "PrincipalType": "USER", "PrincipalId": center.user}
    listed = sso.list_account_assignments_for_principal
    assert listed(**user)["AccountAssignments"] == []
    directory.create_group_membership(
        IdentityStoreId=center.store, GroupId=center.group, MemberId={"UserId": center.user}
    )
    assert [found["AccountId"] for found in listed(**user)["AccountAssignments"]] == [center.member]
    found = sso.list_account_assignments(**center.named, AccountId=center.member)
    assert found["AccountAssignments"][0]["PrincipalId"] == center.group
    sets = sso.list_permission_sets_provisioned_to_account(
        InstanceArn=center.instance, AccountId=center.member
    )
    assert sets["PermissionSets"] == [center.permission_set]


def test_attributes_for_access_control(client: Any, center: Center, refusal: Any) -> None:
    sso, named = client("sso-admin"), {"InstanceArn": center.instance}
    describe = sso.describe_instance_access_control_attribute_configuration
    assert refusal(describe, **named)[0] == "ResourceNotFoundException"
    source = {"Source": ["${path:userName}"]}
    chosen = {"AccessControlAttributes": [{"Key": "who", "Value": source}]}
    create = sso.create_instance_access_control_attribute_configuration
    create(**named, InstanceAccessControlAttributeConfiguration=chosen)
    assert describe(**named)["InstanceAccessControlAttributeConfiguration"] == chosen
    again = {**named, "InstanceAccessControlAttributeConfiguration": chosen}
    assert refusal(create, **again)[0] == "ConflictException"
    sso.delete_instance_access_control_attribute_configuration(**named)


def test_names_in_the_directory_are_unique(client: Any, center: Center, refusal: Any) -> None:
    directory, store = client("identitystore"), {"IdentityStoreId": center.store}
    given = {"UserName": "KIM", "DisplayName": "K", "Name": {"GivenName": "K", "FamilyName": "L"}}
    assert refusal(directory.create_user, **store, **given)[0] == "ConflictException"
    assert refusal(directory.create_group, **store, DisplayName="Audit")[0] == "ConflictException"
    unique = {"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "kim"}}
    found = directory.get_user_id(**store, AlternateIdentifier=unique)
    assert found["UserId"] == center.user
    users = directory.list_users(
        **store, Filters=[{"AttributePath": "UserName", "AttributeValue": "kim"}]
    )["Users"]
    assert [user["DisplayName"] for user in users] == ["Kim Lee"]


def test_groups_have_members(client: Any, center: Center, refusal: Any) -> None:
    directory, store = client("identitystore"), {"IdentityStoreId": center.store}
    pair = {"GroupId": center.group, "MemberId": {"UserId": center.user}}
    made = directory.create_group_membership(**store, **pair)["MembershipId"]
    assert refusal(directory.create_group_membership, **store, **pair)[0] == "ConflictException"
    assert directory.get_group_membership_id(**store, **pair)["MembershipId"] == made
    (listed,) = directory.list_group_memberships(**store, GroupId=center.group)["GroupMemberships"]
    assert listed["MemberId"] == {"UserId": center.user}
    results = directory.is_member_in_groups(
        **store, MemberId={"UserId": center.user}, GroupIds=[center.group]
    )["Results"]
    assert results[0]["MembershipExists"]
    directory.delete_user(**store, UserId=center.user)
    left = directory.list_group_memberships(**store, GroupId=center.group)["GroupMemberships"]
    assert left == []


def test_users_are_changed(client: Any, emulator: Emulator, center: Center, refusal: Any) -> None:
    directory = client("identitystore")
    named = {"IdentityStoreId": center.store, "UserId": center.user}

    def change(path: str, value: Any) -> dict[str, Any]:
        return named | {"Operations": [{"AttributePath": path, "AttributeValue": value}]}

    directory.update_user(**change("title", "Auditor"))
    directory.update_user(**change("name.givenName", "Kimberly"))
    found = directory.describe_user(**named)
    assert (found["Title"], found["Name"]["GivenName"]) == ("Auditor", "Kimberly")
    assert refusal(directory.update_user, **change("password", "x"))[0] == "ValidationException"
    assert emulator.guesses == []


@pytest.fixture
def portal(emulator: Emulator) -> Any:
    session = botocore.session.Session()
    attach(session, emulator)
    return session.create_client("sso", region_name="us-east-1")


@pytest.mark.guesses
def test_a_session_outlasts_its_user(
    client: Any, emulator: Emulator, center: Center, portal: Any, refusal: Any
) -> None:
    client("sso-admin").create_account_assignment(**center.assignment())
    token = {"accessToken": emulator.sign_in_to_portal(center.user)}
    (account,) = portal.list_accounts(**token)["accountList"]
    role = {"accountId": account["accountId"], "roleName": "Audit"}
    (listed,) = portal.list_account_roles(**token, accountId=center.member)["roleList"]
    assert listed == role
    keys = portal.get_role_credentials(**token, **role)["roleCredentials"]
    other = role | {"roleName": "Admin"}
    assert refusal(portal.get_role_credentials, **token, **other) == ("ForbiddenException", 403)
    client("identitystore").update_user(
        IdentityStoreId=center.store,
        UserId=center.user,
        Operations=[{"AttributePath": "userStatus", "AttributeValue": "DISABLED"}],
    )
    assert [guess.member for guess in emulator.guesses] == ["userStatus"]
    assert refusal(portal.get_role_credentials, **token, **role)[0] == "UnauthorizedException"
    session = botocore.session.Session()
    session.set_credentials(keys["accessKeyId"], keys["secretAccessKey"], keys["sessionToken"])
    attach(session, emulator)
    sts: Any = session.create_client("sts", region_name="us-east-1")
    arn = sts.get_caller_identity()["Arn"]
    assert arn.startswith(f"arn:aws:sts::{center.member}:assumed-role/AWSReservedSSO_Audit_")
    assert arn.endswith("/kim")


def test_logging_out_ends_the_token(
    client: Any, emulator: Emulator, center: Center, portal: Any, refusal: Any
) -> None:
    assert client
    token = {"accessToken": emulator.sign_in_to_portal(center.user)}
    portal.logout(**token)
    assert refusal(portal.list_accounts, **token)[0] == "UnauthorizedException"
