"""Each call of Identity Center needs its permission, and a session has its user's attributes."""

from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow

Principals = Any
"""conftest.py declares it."""
DENIED = "AccessDeniedException"


@pytest.fixture
def named(principals: Principals) -> dict[str, str]:
    """Return names of what is in the instance of an organization."""
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    made = organizations.create_account(AccountName="dev", Email="dev@example.com")
    instance = principals.app.enable_identity_center()
    sso = principals.client("sso-admin")
    store = sso.list_instances()["Instances"][0]["IdentityStoreId"]
    user = principals.client("identitystore").create_user(
        IdentityStoreId=store,
        UserName="kim",
        DisplayName="Kim",
        Name={"GivenName": "Kim", "FamilyName": "Lee"},
    )
    created = sso.create_permission_set(InstanceArn=instance, Name="Audit")
    return {
        "InstanceArn": instance,
        "IdentityStoreId": store,
        "UserId": user["UserId"],
        "PermissionSetArn": created["PermissionSet"]["PermissionSetArn"],
        "AccountId": made["CreateAccountStatus"]["AccountId"],
    }


CALLS: tuple[tuple[str, str, tuple[str, ...], dict[str, Any]], ...] = (
    ("sso-admin", "list_instances", (), {}),
    ("sso-admin", "list_permission_sets", ("InstanceArn",), {}),
    ("sso-admin", "create_permission_set", ("InstanceArn",), {"Name": "Other"}),
    ("sso-admin", "describe_permission_set", ("InstanceArn", "PermissionSetArn"), {}),
    ("sso-admin", "update_permission_set", ("InstanceArn", "PermissionSetArn"), {}),
    ("sso-admin", "list_account_assignments", ("InstanceArn", "PermissionSetArn", "AccountId"), {}),
    (
        "sso-admin",
        "list_accounts_for_provisioned_permission_set",
        ("InstanceArn", "PermissionSetArn"),
        {},
    ),
    (
        "sso-admin",
        "put_inline_policy_to_permission_set",
        ("InstanceArn", "PermissionSetArn"),
        {"InlinePolicy": "{}"},
    ),
    ("sso-admin", "delete_permission_set", ("InstanceArn", "PermissionSetArn"), {}),
    ("sso-admin", "list_account_assignment_creation_status", ("InstanceArn",), {}),
    ("identitystore", "list_users", ("IdentityStoreId",), {}),
    ("identitystore", "describe_user", ("IdentityStoreId", "UserId"), {}),
    ("identitystore", "create_group", ("IdentityStoreId",), {"DisplayName": "g"}),
    ("identitystore", "list_groups", ("IdentityStoreId",), {}),
    ("identitystore", "delete_user", ("IdentityStoreId", "UserId"), {}),
)


@pytest.mark.parametrize(("service", "method", "members", "more"), CALLS, ids=[c[1] for c in CALLS])
def test_a_call_needs_its_permission(  # noqa: PLR0917  # the parts of one case
    principals: Principals,
    named: dict[str, str],
    refused: Callable[..., str],
    service: str,
    method: str,
    members: tuple[str, ...],
    more: dict[str, Any],
) -> None:
    given = {name: named[name] for name in members} | more
    nobody = principals.client(service, *principals.user("nobody"))
    action = nobody.meta.method_to_api_mapping[method]
    refused(getattr(nobody, method), DENIED, **given)
    prefix = service.removesuffix("-admin")
    one = principals.client(service, *principals.user("one", allow(f"{prefix}:{action}")))
    getattr(one, method)(**given)


def test_an_assignment_gives_what_the_set_allows(
    principals: Principals, named: dict[str, str], refused: Callable[..., str]
) -> None:
    sso = principals.client("sso-admin")
    both = {name: named[name] for name in ("InstanceArn", "PermissionSetArn")}
    policy = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers",'
        '"Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/who":"kim"}}}]}'
    )
    sso.put_inline_policy_to_permission_set(**both, InlinePolicy=policy)
    source = {"Key": "who", "Value": {"Source": ["${path:userName}"]}}
    sso.create_instance_access_control_attribute_configuration(
        InstanceArn=named["InstanceArn"],
        InstanceAccessControlAttributeConfiguration={"AccessControlAttributes": [source]},
    )
    sso.create_account_assignment(
        **both,
        TargetId=named["AccountId"],
        TargetType="AWS_ACCOUNT",
        PrincipalType="USER",
        PrincipalId=named["UserId"],
    )
    portal = principals.client("sso", "")
    found = portal.get_role_credentials(
        accessToken=principals.app.sign_in_to_portal(named["UserId"]),
        accountId=named["AccountId"],
        roleName="Audit",
    )["roleCredentials"]
    keys = (found["accessKeyId"], found["secretAccessKey"], found["sessionToken"])
    iam = principals.client("iam", *keys)
    assert iam.list_users()["Users"] == []
    refused(iam.list_roles)
    deny_all = f"arn:aws:iam::{named['AccountId']}:role/OrganizationAccountAccessRole"
    inside = principals.client("iam", *principals.assume(deny_all))
    role = inside.list_roles(PathPrefix="/aws-reserved/")["Roles"][0]["RoleName"]
    refused(
        inside.put_role_policy,
        "UnmodifiableEntity",
        RoleName=role,
        PolicyName="x",
        PolicyDocument='{"Version":"2012-10-17","Statement":[]}',
    )
