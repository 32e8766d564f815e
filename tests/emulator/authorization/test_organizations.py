"""Each call of Organizations needs exactly its permission, and a resource policy gives some."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow

Principals = Any
"""conftest.py declares it."""
ADMIN = "OrganizationAccountAccessRole"
SCP = '{"Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}'
DENIED = "AccessDeniedException"
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("enable_policy_type", {"RootId": "ROOT", "PolicyType": "TAG_POLICY"}),
    (
        "create_policy",
        {"Name": "p", "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": SCP},
    ),
    ("list_policies", {"Filter": "SERVICE_CONTROL_POLICY"}),
    ("list_policies_for_target", {"TargetId": "MEMBER", "Filter": "SERVICE_CONTROL_POLICY"}),
    ("list_targets_for_policy", {"PolicyId": "p-FullAWSAccess"}),
    ("describe_policy", {"PolicyId": "p-FullAWSAccess"}),
    ("create_organizational_unit", {"ParentId": "ROOT", "Name": "Prod"}),
    ("list_accounts", {}),
    ("describe_account", {"AccountId": "MEMBER"}),
    ("create_account", {"AccountName": "b", "Email": "b@example.com"}),
    ("create_gov_cloud_account", {"AccountName": "c", "Email": "c@example.com"}),
    ("list_create_account_status", {}),
    ("close_account", {"AccountId": "MEMBER"}),
    ("enable_aws_service_access", {"ServicePrincipal": "guardduty.amazonaws.com"}),
    ("list_aws_service_access_for_organization", {}),
    ("list_delegated_administrators", {}),
    ("list_handshakes_for_organization", {}),
    ("list_handshakes_for_account", {}),
    (
        "invite_account_to_organization",
        {"Target": {"Id": "111122223333", "Type": "ACCOUNT"}},
    ),
    (
        "list_accounts_with_invalid_effective_policy",
        {"PolicyType": "TAG_POLICY"},
    ),
)


@pytest.fixture
def member(principals: Principals) -> str:
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    account: str = status["CreateAccountStatus"]["AccountId"]
    return account


@pytest.fixture
def root(principals: Principals, member: str) -> str:
    assert member
    found: str = principals.client("organizations").list_roots()["Roots"][0]["Id"]
    return found


def fill(value: Any, **names: str) -> Any:
    text = json.dumps(value)
    for name, real in names.items():
        text = text.replace(f'"{name}"', json.dumps(real))
    return json.loads(text)


@pytest.mark.parametrize(("method", "given"), CALLS, ids=[name for name, _ in CALLS])
def test_a_call_needs_its_permission(
    principals: Principals, member: str, refused: Callable[..., str], method: str, given: Any
) -> None:
    root = principals.client("organizations").list_roots()["Roots"][0]["Id"]
    parameters = fill(given, ROOT=root, MEMBER=member)
    nobody = principals.client("organizations", *principals.user("nobody"))
    action = nobody.meta.method_to_api_mapping[method]
    refused(getattr(nobody, method), DENIED, **parameters)
    one = principals.user("one", allow(f"organizations:{action}"))
    getattr(principals.client("organizations", *one), method)(**parameters)


def test_a_resource_policy_delegates_policies(
    principals: Principals, member: str, root: str, refused: Callable[..., str]
) -> None:
    organizations = principals.client("organizations")
    session = principals.assume(f"arn:aws:iam::{member}:role/{ADMIN}")
    inside = principals.client("organizations", *session)
    made = {"Name": "p", "Description": "", "Type": "TAG_POLICY", "Content": '{"tags":{"a":{}}}'}
    refused(inside.create_policy, DENIED, **made)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{member}:root"},
        "Action": ["organizations:CreatePolicy", "organizations:DescribePolicy"],
        "Resource": "*",
        "Condition": {"StringEquals": {"organizations:PolicyType": "TAG_POLICY"}},
    }
    content = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    organizations.put_resource_policy(Content=content)
    policy = inside.create_policy(**made)["Policy"]["PolicySummary"]["Id"]
    assert organizations.describe_policy(PolicyId=policy)["Policy"]["Content"] == made["Content"]
    refused(inside.create_policy, DENIED, **made | {"Type": "SERVICE_CONTROL_POLICY"})
    refused(inside.delete_policy, DENIED, PolicyId=policy)
    refused(inside.list_accounts, DENIED)
    organizations.delete_resource_policy()
    refused(inside.describe_policy, DENIED, PolicyId=policy)
    assert root


def test_a_member_needs_its_own_permission_too(
    principals: Principals, member: str, refused: Callable[..., str]
) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{member}:root"},
        "Action": "organizations:ListRoots",
        "Resource": "*",
    }
    content = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    principals.client("organizations").put_resource_policy(Content=content)
    session = principals.assume(f"arn:aws:iam::{member}:role/{ADMIN}")
    iam = principals.client("iam", *session)
    iam.create_user(UserName="kim")
    key = iam.create_access_key(UserName="kim")["AccessKey"]
    kim = principals.client("organizations", key["AccessKeyId"], key["SecretAccessKey"])
    refused(kim.list_roots, DENIED)
    assert principals.client("organizations", *session).list_roots()["Roots"]


def test_first_use_needs_leave_to_make_the_role(
    principals: Principals, refused: Callable[..., str]
) -> None:
    ann = principals.client("organizations", *principals.user("ann", allow("organizations:*")))
    refused(ann.create_organization, DENIED, FeatureSet="ALL")
    may = allow("organizations:*"), allow("iam:CreateServiceLinkedRole")
    bob = principals.client("organizations", *principals.user("bob", *may))
    bob.create_organization(FeatureSet="ALL")
    assert principals.client("iam").get_role(RoleName="AWSServiceRoleForOrganizations")


def test_root_may_do_the_task_alone(
    principals: Principals, member: str, refused: Callable[..., str]
) -> None:
    principals.client("organizations").enable_aws_service_access(
        ServicePrincipal="iam.amazonaws.com"
    )
    principals.client("iam").enable_organizations_root_sessions()
    task = {"arn": "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"}
    asked = {"TargetPrincipal": member, "TaskPolicyArn": task}
    refused(principals.client("sts", *principals.user("nobody")).assume_root, **asked)
    one = principals.user("one", allow("sts:AssumeRoot"))
    found = principals.client("sts", *one).assume_root(**asked)["Credentials"]
    keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    root = principals.client("iam", *keys)
    root.delete_login_profile()
    assert "session policy" in refused(root.create_user, UserName="eve")
    refused(principals.client("s3", *keys).list_buckets)
