"""The resource's policies under RestrictPublicBuckets, and the root user that repairs them."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import (
    UNKNOWN_POLICY,
    PolicySet,
    PolicyTypeResult,
    UnreadPolicy,
)
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.evaluation.resource_policies import evaluate_resource_policies
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.ternary import Ternary

A, B = "111111111111", "222222222222"
OBJECT = "arn:aws:s3:::b/k"
ANN, BOB = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{B}:user/bob"
ROOT = f"arn:aws:iam::{A}:root"


def policy(*statements: Any) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def allow(principal: Any, **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": "s3:*", "Resource": "*"}
    return {**found, "Condition": condition}


PUBLIC = policy(allow("*"))
PUBLIC_AND_B = policy(allow("*"), allow({"AWS": B}))
TO_B = policy(allow({"AWS": B}))
TO_NETWORK = policy(allow("*", IpAddress={"aws:SourceIp": "203.0.113.0/24"}))


def result(
    policies: tuple[CompiledPolicy | UnreadPolicy, ...],
    principal: str,
    *,
    restricts: Ternary = True,
    owner: str | None = A,
    sharing: tuple[CompiledPolicy, ...] = (),
    action: str = "s3:GetObject",
) -> PolicyTypeResult:
    context = {"aws:SourceIp": "203.0.113.7"}
    request = make_request(principal, action, OBJECT, context, resource_account=owner)
    policy_set = PolicySet(resource=policies, sharing=sharing, restricts_public=restricts)
    return evaluate_resource_policies(request, policy_set, has_boundary=False)


@pytest.mark.parametrize(
    ("policies", "principal", "restricts", "allowed"),
    [
        ((PUBLIC,), "anonymous", False, True),
        ((PUBLIC,), "anonymous", True, False),
        ((PUBLIC,), "anonymous", None, None),
        ((PUBLIC,), BOB, True, False),
        # The owner's account and AWS services keep their access.
        ((PUBLIC,), ANN, True, True),
        ((PUBLIC,), "logging.s3.amazonaws.com", True, True),
        # A public policy grants nothing to other accounts, not even what it grants them by name.
        ((PUBLIC_AND_B,), BOB, True, False),
        ((PUBLIC_AND_B,), BOB, False, True),
        ((TO_B,), BOB, True, True),
        ((PUBLIC, TO_B), BOB, True, True),
        ((TO_NETWORK,), "anonymous", True, True),
        (UNKNOWN_POLICY, BOB, True, None),
        ((PUBLIC, *UNKNOWN_POLICY), BOB, True, None),
    ],
)
def test_restrict_public_buckets_voids_public_policies(
    policies: Any, principal: str, restricts: Ternary, allowed: Ternary
) -> None:
    assert result(policies, principal, restricts=restricts).allowed is allowed


def test_the_statements_of_a_void_policy_grant_nothing() -> None:
    assert [s.policy for s in result((PUBLIC, TO_B), BOB).granting] == [TO_B.policy]
    assert [s.policy for s in result((PUBLIC, TO_B), ANN).granting] == [PUBLIC.policy]


def test_a_grant_by_settings_is_no_public_policy() -> None:
    assert result((PUBLIC,), BOB, sharing=(TO_B,)).allowed is True


def test_an_unknown_owner_leaves_it_unknown() -> None:
    assert result((PUBLIC,), BOB, owner=None).allowed is None
    assert result((TO_B,), BOB, owner=None).allowed is True


@pytest.mark.parametrize(
    ("principal", "action", "denied"),
    [
        (ROOT, "s3:PutBucketPolicy", False),
        (ROOT, "s3:DeleteBucketPolicy", False),
        (ROOT, "s3:GetObject", True),
        (ANN, "s3:PutBucketPolicy", True),
        (f"arn:aws:iam::{B}:root", "s3:PutBucketPolicy", True),
    ],
)
def test_a_bucket_policy_cannot_lock_the_root_user_out(
    principal: str, action: str, *, denied: bool
) -> None:
    locked = policy({**allow("*"), "Effect": "Deny"})
    found = result((locked,), principal, restricts=False, action=action)
    assert found.denied is denied
    assert bool(found.denying) is denied
