"""Services through the real client: boto3 in, the reader and the collector out."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.session import Session
from log_targets import make_log_bucket

from ringwall.aws.session import Sessions
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority

Make = Callable[..., Any]
REGION = "us-east-1"
DENY = {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}
GUARD = {"Version": "2012-10-17", "Statement": [DENY]}
TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"AWS": "999999999999"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "agreed"}},
    },
}


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    app = Emulator(authority=ReasonedAuthority())
    yield app
    app.reset()


@pytest.fixture
def make(app: Emulator) -> Make:
    session = Session()
    attach(session, app)
    return lambda service: session.create_client(service, region_name=REGION)


@pytest.fixture
def reader(app: Emulator) -> Any:
    sessions = Sessions(region=REGION, transport=lambda session: attach(session, app))
    return sessions.reader(sessions.identity().account_id, REGION)


def test_organizations(make: Make, reader: Any, collect: Callable[..., Any]) -> None:
    client = make("organizations")
    client.create_organization(FeatureSet="ALL")
    root = client.list_roots()["Roots"][0]["Id"]
    client.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    unit = client.create_organizational_unit(ParentId=root, Name="Prod")["OrganizationalUnit"]
    account = client.create_account(Email="prod@example.com", AccountName="prod")
    prod = account["CreateAccountStatus"]["AccountId"]
    client.move_account(AccountId=prod, SourceParentId=root, DestinationParentId=unit["Id"])
    policy = client.create_policy(
        Content=json.dumps(GUARD),
        Name="stay",
        Description="",
        Type="SERVICE_CONTROL_POLICY",
    )["Policy"]["PolicySummary"]
    client.attach_policy(PolicyId=policy["Id"], TargetId=unit["Id"])
    rows, gaps = collect(
        reader,
        "organizations_organization",
        "organizations_account",
        "organizations_organizational_unit",
        "organizations_policy",
    )
    assert gaps == []
    accounts = {row["account_id"]: row for row in rows["organizations_account"]}
    assert policy["Id"] in accounts[prod]["scp_ids"]
    assert policy["Id"] not in accounts[reader.account_id]["scp_ids"]
    assert (accounts[prod]["path"], accounts[prod]["is_management"]) == ("Root/Prod", False)
    assert accounts[reader.account_id]["is_management"] is True
    (organization,) = rows["organizations_organization"]
    assert "SERVICE_CONTROL_POLICY" in organization["enabled_policy_types"]
    denials = [row for row in rows["policy_statement"] if row["effect"] == "Deny"]
    assert [(row["policy_name"], row["policy_type"]) for row in denials] == [("stay", "scp")]


def test_iam(make: Make, reader: Any, collect: Callable[..., Any]) -> None:
    client = make("iam")
    client.create_user(UserName="ann")
    client.create_access_key(UserName="ann")
    client.create_role(RoleName="vendor", AssumeRolePolicyDocument=json.dumps(TRUST))
    client.put_role_policy(RoleName="vendor", PolicyName="deny", PolicyDocument=json.dumps(GUARD))
    rows, gaps = collect(reader, "iam_user", "iam_role", "iam_account", "iam_policy")
    assert gaps == []
    (user,) = rows["iam_user"]
    assert (user["access_key_1_active"], user["mfa_active"]) == (True, False)
    assert str(user["access_key_1_last_rotated"]) > "2020"
    (role,) = rows["iam_role"]
    assert role["max_session_duration"] == 3600
    (account,) = rows["iam_account"]
    assert account["arn"] == f"arn:aws:iam::{reader.account_id}:root"
    assert (account["account_mfa_enabled"], account["minimum_password_length"]) == (False, 0)
    trust, inline = rows["policy_statement"]
    assert (trust["policy_type"], trust["condition_keys"]) == ("trust", ["sts:externalid"])
    assert (inline["policy_type"], inline["effect"]) == ("inline", "Deny")


def test_iam_without_the_report(
    app: Emulator, make: Make, reader: Any, collect: Callable[..., Any]
) -> None:
    make("iam").create_user(UserName="ann")
    app.deny("iam:GetCredentialReport")
    rows, gaps = collect(reader, "iam_user")
    assert [(row["user_name"], row["mfa_active"]) for row in rows["iam_user"]] == [("ann", None)]
    assert [(gap.aspect, gap.status) for gap in gaps] == [("Report", "denied")]


def test_kms(make: Make, reader: Any, collect: Callable[..., Any]) -> None:
    client = make("kms")
    key = client.create_key(Tags=[{"TagKey": "team", "TagValue": "shop"}])["KeyMetadata"]
    client.enable_key_rotation(KeyId=key["KeyId"])
    client.create_alias(AliasName="alias/shop", TargetKeyId=key["KeyId"])
    rows, gaps = collect(reader, "kms_key")
    (row,) = rows["kms_key"]
    assert gaps == []
    assert (row["arn"], row["aliases"], row["tags"]) == (
        key["Arn"],
        ["alias/shop"],
        {"team": "shop"},
    )
    assert (row["enable_key_rotation"], row["key_state"]) == (True, "Enabled")
    assert {s["policy_type"] for s in rows["policy_statement"]} == {"resource"}


def test_cloudtrail(make: Make, reader: Any, collect: Callable[..., Any]) -> None:
    make_log_bucket(make("s3"), "logs", "cloudtrail")
    client = make("cloudtrail")
    client.create_trail(Name="main", S3BucketName="logs", IsMultiRegionTrail=True)
    client.start_logging(Name="main")
    rows, gaps = collect(reader, "cloudtrail_trail")
    (trail,) = rows["cloudtrail_trail"]
    assert gaps == []
    assert trail["arn"] == trail["trail_arn"]
    assert (trail["is_logging"], trail["is_multi_region_trail"]) == (True, True)
    assert (trail["enable_log_file_validation"], trail["kms_key_id"]) == (False, "")
    assert trail["records_management_reads"] is trail["records_management_writes"] is True


def test_sqs(make: Make, reader: Any, collect: Callable[..., Any]) -> None:
    client = make("sqs")
    open_to_s3 = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
    }
    client.create_queue(
        QueueName="orders", Attributes={"Policy": json.dumps({"Statement": [open_to_s3]})}
    )
    rows, gaps = collect(reader, "sqs_queue")
    (queue,) = rows["sqs_queue"]
    assert gaps == []
    assert queue["arn"] == f"arn:aws:sqs:{REGION}:{reader.account_id}:orders"
    (statement,) = rows["policy_statement"]
    assert statement["principals"] == ["Service:s3.amazonaws.com"]


def test_account(make: Make, reader: Any, collect: Callable[..., Any]) -> None:
    rows, gaps = collect(reader, "account_account", "account_region")
    assert gaps == []
    assert rows["account_account"][0]["security_contact_email"] == ""
    assert rows["account_region"][0]["name"] == REGION
    make("account").put_alternate_contact(
        AlternateContactType="SECURITY",
        Name="SOC",
        Title="SOC",
        EmailAddress="soc@example.com",
        PhoneNumber="+49 30 1",
    )
    rows, _ = collect(reader, "account_account")
    assert rows["account_account"][0]["security_contact_email"] == "soc@example.com"
