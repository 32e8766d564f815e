import csv
from typing import Any

import pytest

from ringwall.emulator.acme.past import days_ago
from ringwall.emulator.app import Emulator
from ringwall.emulator.state import RootUser

MANAGEMENT = "123456789012"
TRUST = '{"Version": "2012-10-17", "Statement": []}'
ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")


def test_aws_policy_can_be_attached_without_being_loaded_first(client: Any) -> None:
    iam = client("iam")
    iam.create_role(RoleName="auditor", AssumeRolePolicyDocument=TRUST)
    arn = "arn:aws:iam::aws:policy/SecurityAudit"
    iam.attach_role_policy(RoleName="auditor", PolicyArn=arn)
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    assert document["Statement"]


def test_policy_that_aws_does_not_have_is_refused(client: Any, refusal: Any) -> None:
    arn = "arn:aws:iam::aws:policy/NoSuchThing"
    assert refusal(client("iam").get_policy, PolicyArn=arn)[0] == "NoSuchEntity"


@pytest.fixture
def peopled(client: Any) -> Any:
    iam = client("iam")
    iam.create_user(UserName="kim", Tags=[{"Key": "team", "Value": "red"}])
    iam.put_user_policy(UserName="kim", PolicyName="inline", PolicyDocument=ALLOW)
    iam.create_group(GroupName="readers")
    iam.add_user_to_group(GroupName="readers", UserName="kim")
    iam.create_role(RoleName="app", AssumeRolePolicyDocument=TRUST)
    own = iam.create_policy(PolicyName="own", PolicyDocument=ALLOW)["Policy"]["Arn"]
    iam.attach_group_policy(GroupName="readers", PolicyArn=own)
    iam.attach_role_policy(RoleName="app", PolicyArn="arn:aws:iam::aws:policy/SecurityAudit")
    # Named and therefore loaded, but nothing uses it.
    iam.get_policy(PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    return iam


def test_authorization_details_hold_all_kinds(peopled: Any) -> None:
    details = peopled.get_account_authorization_details()
    (user,) = details["UserDetailList"]
    assert user["GroupList"] == ["readers"]
    assert user["UserPolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"] == "s3:*"
    assert user["Tags"] == [{"Key": "team", "Value": "red"}]
    policies = {p["PolicyName"]: p for p in details["Policies"]}
    assert set(policies) == {"own", "SecurityAudit"}
    assert policies["own"]["PolicyId"]
    assert policies["own"]["AttachmentCount"] == 1
    (version,) = policies["own"]["PolicyVersionList"]
    assert version["Document"]["Statement"][0]["Action"] == "s3:*"


def test_authorization_details_come_in_pages(peopled: Any) -> None:
    pages = list(
        peopled.get_paginator("get_account_authorization_details").paginate(
            PaginationConfig={"PageSize": 2}
        )
    )
    assert [sum(len(page[name]) for name in LISTS) for page in pages] == [2, 2, 1]
    assert [page["IsTruncated"] for page in pages] == [True, True, False]


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ("User", ["UserDetailList"]),
        ("Role", ["RoleDetailList"]),
        ("LocalManagedPolicy", ["Policies"]),
        ("AWSManagedPolicy", ["Policies"]),
    ],
)
def test_authorization_details_are_filtered(peopled: Any, filter: str, found: list[str]) -> None:  # noqa: A002
    details = peopled.get_account_authorization_details(Filter=[filter])
    assert [name for name in LISTS if details[name]] == found


def test_policy_used_as_a_boundary_is_counted(peopled: Any) -> None:
    own = f"arn:aws:iam::{MANAGEMENT}:policy/own"
    peopled.put_role_permissions_boundary(RoleName="app", PermissionsBoundary=own)
    details = peopled.get_account_authorization_details(Filter=["LocalManagedPolicy"])
    assert details["Policies"][0]["PermissionsBoundaryUsageCount"] == 1


def test_report_must_be_asked_for_first(client: Any, refusal: Any) -> None:
    iam = client("iam")
    assert refusal(iam.get_credential_report) == ("ReportNotPresent", 410)
    assert iam.generate_credential_report()["State"] == "STARTED"
    assert iam.generate_credential_report()["State"] == "COMPLETE"


def test_report_tells_of_root_and_users(client: Any, emulator: Emulator) -> None:
    iam = client("iam")
    made = days_ago(700)
    emulator.state.roots[MANAGEMENT] = RootUser(
        created=days_ago(900), mfa=True, access_key_created=made
    )
    iam.create_user(UserName="kim")
    iam.create_login_profile(UserName="kim", Password="Made-up-0-Phrase")
    iam.create_access_key(UserName="kim")
    iam.generate_credential_report()
    text = iam.get_credential_report()["Content"].decode()
    root, kim = csv.DictReader(text.splitlines())
    assert root["user"] == "<root_account>"
    assert (root["mfa_active"], root["access_key_1_active"]) == ("true", "true")
    assert root["password_last_used"] == "no_information"
    assert root["access_key_1_last_rotated"] == f"{made:%Y-%m-%dT%H:%M:%S}+00:00"
    assert (kim["user"], kim["password_enabled"], kim["mfa_active"]) == ("kim", "true", "false")
    assert (kim["access_key_1_active"], kim["access_key_2_active"]) == ("true", "false")
    assert None not in kim.values()


def test_summary_knows_the_root_user(client: Any, emulator: Emulator) -> None:
    iam = client("iam")
    assert iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 0
    emulator.state.roots[MANAGEMENT] = RootUser(created=days_ago(1), mfa=True)
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["AccountMFAEnabled"], summary["AccountAccessKeysPresent"]) == (1, 0)


def test_access_key_is_switched_off_and_on(client: Any) -> None:
    iam = client("iam")
    iam.create_user(UserName="kim")
    key = iam.create_access_key(UserName="kim")["AccessKey"]["AccessKeyId"]
    for status in ("Inactive", "Active"):
        iam.update_access_key(UserName="kim", AccessKeyId=key, Status=status)
        (found,) = iam.list_access_keys(UserName="kim")["AccessKeyMetadata"]
        assert found["Status"] == status


def test_identity_providers_are_read_back(client: Any) -> None:
    iam = client("iam")
    url = "https://token.actions.githubusercontent.com"
    arn = iam.create_open_id_connect_provider(
        Url=url, ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40]
    )["OpenIDConnectProviderArn"]
    assert [
        p["Arn"] for p in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    ] == [arn]
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert found["ClientIDList"] == ["sts.amazonaws.com"]
    assert iam.list_saml_providers()["SAMLProviderList"] == []
    assert iam.list_server_certificates()["ServerCertificateMetadataList"] == []


def test_account_without_a_password_policy_says_so(client: Any, refusal: Any) -> None:
    assert refusal(client("iam").get_account_password_policy) == ("NoSuchEntity", 404)
