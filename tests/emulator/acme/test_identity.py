from typing import Any

import pytest

from ringwall.emulator.acme.identity import VENDOR
from ringwall.emulator.acme.organization import Acme


def trust(iam: Any, role: str) -> Any:
    (statement,) = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]["Statement"]
    return statement


def inline(iam: Any, role: str) -> Any:
    document = iam.get_role_policy(RoleName=role, PolicyName=role)["PolicyDocument"]
    (statement,) = document["Statement"]
    return statement


def test_one_vendor_has_an_external_id_and_one_has_none(at_acme: Any) -> None:
    iam = at_acme("iam", "prod")
    with_id, without = trust(iam, "vendor-backup"), trust(iam, "vendor-monitoring")
    vendor = {"AWS": f"arn:aws:iam::{VENDOR}:root"}
    assert with_id["Principal"] == without["Principal"] == vendor
    assert with_id["Condition"] == {"StringEquals": {"sts:ExternalId": "acme-7f3c"}}
    assert "Condition" not in without


def test_github_is_limited_to_a_repository_in_prod_alone(at_acme: Any) -> None:
    key = "token.actions.githubusercontent.com"
    prod = trust(at_acme("iam", "prod"), "github-deploy")["Condition"]
    staging = trust(at_acme("iam", "staging"), "github-actions")["Condition"]
    assert prod["StringLike"] == {f"{key}:sub": "repo:acme/shop:*"}
    assert prod["StringEquals"] == staging["StringEquals"] == {f"{key}:aud": "sts.amazonaws.com"}
    assert set(staging) == {"StringEquals"}


def test_role_for_anyone_is_real_in_dev_and_limited_in_network(at_acme: Any, acme: Acme) -> None:
    anyone, ours = (
        trust(at_acme("iam", "dev"), "demo-anyone"),
        trust(at_acme("iam", "network"), "network-reader"),
    )
    assert anyone["Principal"] == ours["Principal"] == {"AWS": "*"}
    assert "Condition" not in anyone
    assert ours["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": acme.organization_id}}


def test_analyst_has_mfa_and_developer_has_none(at_acme: Any) -> None:
    for account, user, count in (("security", "alex.kim", 1), ("dev", "dana.lee", 0)):
        iam = at_acme("iam", account)
        assert iam.get_login_profile(UserName=user)["LoginProfile"]["UserName"] == user
        assert len(iam.list_mfa_devices(UserName=user)["MFADevices"]) == count


def test_administrator_of_old_is_one_by_its_group(at_acme: Any) -> None:
    iam = at_acme("iam", "prod")
    (group,) = iam.list_groups_for_user(UserName="legacy-admin")["Groups"]
    attached = iam.list_attached_group_policies(GroupName=group["GroupName"])["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AdministratorAccess"]


@pytest.mark.parametrize(("user", "count"), [("ci-deploy", 1), ("integration-tests", 2)])
def test_users_of_staging_have_keys(at_acme: Any, user: str, count: int) -> None:
    keys = at_acme("iam", "staging").list_access_keys(UserName=user)["AccessKeyMetadata"]
    assert [key["Status"] for key in keys] == ["Active"] * count


def test_boundary_keeps_the_janitor_to_reading(at_acme: Any, acme: Acme) -> None:
    iam = at_acme("iam", "dev")
    role = iam.get_role(RoleName="iam-janitor")["Role"]
    bound = f"arn:aws:iam::{acme.accounts['dev']}:policy/bound"
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == bound
    assert inline(iam, "iam-janitor")["Action"] == ["iam:*"]
    version = iam.get_policy_version(PolicyArn=bound, VersionId="v1")["PolicyVersion"]
    (statement,) = version["Document"]["Statement"]
    assert statement["Action"] == ["iam:Get*", "iam:List*", "s3:*"]


def test_forgotten_administrator_is_on_an_instance_profile(at_acme: Any) -> None:
    iam = at_acme("iam", "staging")
    (profile,) = iam.list_instance_profiles_for_role(RoleName="migration-admin")["InstanceProfiles"]
    assert profile["InstanceProfileName"] == "migration-admin"
    assert trust(iam, "migration-admin")["Principal"] == {"Service": "ec2.amazonaws.com"}


def test_each_account_has_the_roles_for_its_logs(at_acme: Any, acme: Acme) -> None:
    for account, account_id in acme.accounts.items():
        iam = at_acme("iam", account)
        for role in ("acme-cloudtrail-to-logs", "acme-flow-logs"):
            own = {"StringEquals": {"aws:SourceAccount": account_id}}
            assert trust(iam, role)["Condition"] == own
            assert inline(iam, role)["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
