"""How open a resource is: the row that sums up all access to it from outside."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.reason.facts.exposure import sum_up
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.relation.external import Exposure
from ringwall.reason.iam.relation.outsiders import Origin, Outsider
from ringwall.reason.iam.relation.resource_actions import actions_on

OURS, THEIRS = "111111111111", "999999999999"
BUCKET = Resource("arn:aws:s3:::data", OURS, "eu-west-1", "s3_bucket")
TLS = "unless Bool aws:securetransport false"


def organization(members: frozenset[str] | None = frozenset({OURS})) -> Organization:
    return Organization("o-1", "", {}, members, {}, {})


def access(origin: Origin, label: str = "*", **more: Any) -> Exposure:
    account = THEIRS if origin == "account" else OURS if origin == "organization" else ""
    who = Outsider(label, read_requester("*"), origin, account)
    found = Exposure(BUCKET, who, ("s3:GetObject", "s3:ListBucket"), "always")
    return replace(found, **more)


def judge(*exposures: Exposure, members: frozenset[str] | None = frozenset({OURS})) -> list[Any]:
    row = sum_up(organization(members), BUCKET, exposures)
    return [row["is_public"], row["is_open_to_accounts"], row["is_confused_deputy"]]


def test_what_nobody_reaches_is_closed() -> None:
    assert judge() == [False, False, False]
    inside = access("organization", "AWS:222222222222")
    assert judge(inside) == [False, False, False]
    row = sum_up(organization(), BUCKET, [])
    assert row["public_reason"] == "no public access"
    assert row["accounts_reason"].startswith("no account outside the organization has access")


def test_the_public_is_told_with_what_it_may_do_and_when() -> None:
    row = sum_up(organization(), BUCKET, [access("public", is_public=True, residual=(TLS,))])
    assert (row["is_public"], row["is_open_to_accounts"]) == (True, False)
    assert row["public_reason"] == f"anyone can perform s3:GetObject and 1 more action ({TLS})"
    assert (
        row["services_reason"] == "no AWS service has access on behalf of resources in any account"
    )


@pytest.mark.parametrize(
    ("residual", "is_open"),
    [((), True), ((TLS,), True), (("ArnLike aws:principalarn arn:aws:iam::9:role/r",), False),
     ((TLS, "IpAddress aws:sourceip 192.0.2.0/24"), False),
     (("StringEquals s3:x-amz-acl bucket-owner-full-control",), True),
     (("Bool aws:multifactorauthpresent true",), True),
     (("StringEquals s3:x-amz-acl aws:principalarn",), True),
     (("ForAnyValue:StringLike aws:principalorgpaths o-9/*",), False),
     (("StringEquals sts:externalid 42",), False)],
)  # fmt: skip
def test_an_account_is_open_unless_a_condition_says_who(
    residual: tuple[str, ...], *, is_open: bool
) -> None:
    named = access(
        "account", f"AWS:arn:aws:iam::{THEIRS}:root", verdict="conditional", residual=residual
    )
    assert judge(named) == [False, is_open, False]


def test_whose_account_it_is_may_not_be_known() -> None:
    named = access("account", f"AWS:{THEIRS}")
    row = sum_up(organization(None), BUCKET, [named])
    assert row["is_open_to_accounts"] is None
    assert "not known" in row["accounts_reason"]


def test_a_confused_deputy_is_told() -> None:
    service = access("service", "Service:sns.amazonaws.com", is_confused_deputy=True)
    row = sum_up(organization(), BUCKET, [service])
    assert row["is_confused_deputy"] is True
    assert row["services_reason"].startswith("Service:sns.amazonaws.com can perform s3:GetObject")
    assert row["is_open_to_accounts"] is False


@pytest.mark.parametrize(
    ("actions", "expected"),
    [("a", "anyone can perform a"), ("ab", "anyone can perform a and 1 more action"),
     ("abc", "anyone can perform a and 2 more actions")],
)  # fmt: skip
def test_of_many_actions_the_first_is_named(actions: str, expected: str) -> None:
    found = access("public", is_public=True, actions=tuple(actions))
    assert sum_up(organization(), BUCKET, [found])["public_reason"] == expected


def test_what_was_not_collected_is_unknown_unless_something_else_shows_it() -> None:
    doubt = ("its policy, which was not collected",)
    unread = access("public", actions=(), verdict="unknown", is_public=None,
                    is_confused_deputy=None, unknown=doubt)  # fmt: skip
    assert judge(unread) == [None, None, None]
    row = sum_up(organization(), BUCKET, [unread])
    assert row["public_reason"] == "depends on its policy, which was not collected"
    assert judge(unread, access("public", is_public=True)) == [True, None, None]


def require_tls(*resources: str, arn: str = BUCKET.arn, **condition: Any) -> tuple[Any, str]:
    """Return whether a bucket with this denial requires TLS, and the reason."""
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": list(resources),
        "Condition": condition or {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    policy = AttachedPolicy(document if resources else None, arn, "resource")
    row = sum_up(organization(), replace(BUCKET, arn=arn, attached=policy), [])
    return row["requires_tls"], row["tls_reason"]


@pytest.mark.parametrize("partition", ["aws", "aws-cn"])
@pytest.mark.parametrize("name", ["data", "d*", "*", "dat?*"])
def test_a_bucket_whose_policy_denies_plain_http_requires_tls(partition: str, name: str) -> None:
    arn, pattern = f"arn:{partition}:s3:::data", f"arn:{partition}:s3:::{name}"
    found = require_tls(pattern, f"{pattern}/*", arn=arn)
    assert found == (True, "its policy denies plain HTTP")
    other = require_tls(pattern, f"{pattern}/*", arn=f"arn:{partition}:s3:::other")
    assert other[0] is (name == "*")


def test_a_bucket_that_leaves_some_plain_http_does_not() -> None:
    assert require_tls(f"{BUCKET.arn}/*")[0] is False
    row = sum_up(organization(), BUCKET, [])
    assert (row["requires_tls"], row["tls_reason"][:16]) == (False, "it has no policy")


@pytest.mark.parametrize(
    ("denials", "shown"),
    [
        ([("s3:*", f"{BUCKET.arn}/*")], "s3:ListBucket of the bucket"),
        ([("s3:*", BUCKET.arn)], "s3:GetObject of its objects"),
        ([("s3:*", BUCKET.arn), ("s3:Get*", f"{BUCKET.arn}/*")], "s3:AbortMultipartUpload of its"),
        ([("s3:ListBucket", "*"), ("s3:*", f"{BUCKET.arn}/*")], " of the bucket"),
    ],
)
def test_the_action_that_is_not_denied_is_one_of_the_bucket_or_of_its_objects(
    denials: list[tuple[str, str]], shown: str
) -> None:
    statements = [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": action,
            "Resource": resource,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        for action, resource in denials
    ]
    document = {"Version": "2012-10-17", "Statement": statements}
    policy = AttachedPolicy(document, BUCKET.arn, "resource")
    row = sum_up(organization(), replace(BUCKET, attached=policy), [])
    assert row["requires_tls"] is False
    assert shown in row["tls_reason"]
    action = row["tls_reason"].partition("does not deny ")[2].partition(" ")[0].lower()
    where = "" if "of the bucket" in row["tls_reason"] else "/"
    assert where in actions_on("s3", BUCKET.arn)[action]


def test_whether_a_bucket_requires_tls_is_unknown_without_its_policy() -> None:
    unread = "depends on the policy of arn:aws:s3:::data (not collected)"
    assert require_tls() == (None, unread)
    queue = replace(BUCKET, arn="arn:aws:sqs:eu-west-1:111111111111:q", table="sqs_queue")
    assert sum_up(organization(), queue, [])["requires_tls"] is None
