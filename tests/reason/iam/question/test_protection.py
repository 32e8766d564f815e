"""What AWS protects is changed by nobody, and everything else as policies say."""

from typing import Any

import pytest

from ringwall.reason.iam.question.protection import find_protection

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
ANY = {"Effect": "Allow", "Action": "*", "Resource": "*"}
RESERVED = f"arn:aws:iam::{A}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Ops_1"
LINKED = f"arn:aws:iam::{A}:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO"
KEY = f"arn:aws:kms:us-east-1:{A}:key/1"


@pytest.mark.parametrize("role", [RESERVED, LINKED, RESERVED.replace("aws:iam", "aws-cn:iam")])
@pytest.mark.parametrize(
    "action",
    ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"],
)
def test_an_administrator_cannot_change_a_role_of_aws(
    estate: Estate, role: str, action: str
) -> None:
    ann = estate.user("ann", ANY)
    answer = estate.ask(ann, action, role)
    assert answer.verdict == "never"
    assert str(answer.decision.statements[0]) == "resource AWS[0] OnlyAWSChangesIt"
    assert estate.ask(ann, action, f"arn:aws:iam::{A}:role/own").verdict == "always"


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws-us-gov:iam::aws:policy/job-function/Billing",
    ],
)
@pytest.mark.parametrize("action", ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"])
def test_an_administrator_cannot_change_a_policy_of_aws(
    estate: Estate, arn: str, action: str
) -> None:
    ann = estate.user("ann", ANY)
    assert estate.ask(ann, action, arn).verdict == "never"
    assert estate.ask(ann, "iam:GetPolicyVersion", arn).verdict == "always"
    assert estate.ask(ann, action, f"arn:aws:iam::{A}:policy/own").verdict == "always"


def test_a_role_of_aws_is_read_and_passed_as_policies_say(estate: Estate) -> None:
    ann = estate.user("ann", ANY)
    for action in ("iam:GetRole", "iam:PassRole", "iam:TagRole", "iam:UpdateRoleDescription"):
        assert estate.ask(ann, action, RESERVED).verdict == "always"


def test_aws_itself_changes_what_it_protects(estate: Estate) -> None:
    name = "aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO"
    sso = estate.role(name, {**ANY, "Resource": f"arn:aws:iam::{A}:role/aws-reserved/*"})
    assert estate.ask(sso, "iam:PutRolePolicy", RESERVED).verdict == "always"


@pytest.mark.parametrize(("manager", "verdict"), [("AWS", "never"), ("CUSTOMER", "always")])
def test_only_aws_changes_a_key_that_it_manages(estate: Estate, manager: str, verdict: str) -> None:
    grant = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "kms:*", "Resource": "*"}
    key = estate.key("1", grant, key_manager=manager)
    ann = estate.user("ann", ANY)
    for action in ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey"):
        assert estate.ask(ann, action, key).verdict == verdict
    assert estate.ask(ann, "kms:DescribeKey", key).verdict == "always"


@pytest.mark.parametrize(
    ("arn", "is_protected"),
    [
        (f"arn:aws:kms:us-east-1:{A}:alias/aws/s3", True),
        (f"arn:aws:kms:us-east-1:{A}:alias/awsome", False),
        (f"arn:aws:iam::{A}:role/aws-reservedx/y", False),
        (f"arn:aws:iam::{A}:role/AWSServiceRoleForX", False),
        (f"arn:aws:iam::{A}:role/x/aws-reserved/y", False),
        (f"arn:aws:iam::{A}:policy/aws:policy/x", False),
        ("*", False),
    ],
)
def test_names_alone_do_not_protect(arn: str, *, is_protected: bool) -> None:
    assert bool(find_protection(arn, None)) is is_protected
