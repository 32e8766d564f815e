"""Whom the search for access evaluates at all: nobody is missed, and few are left."""

from typing import Any

import pytest

from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.candidates import find_candidates, find_candidates_of

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, STRANGER = "111111111111", "222222222222", "333333333333"
BUCKET, OBJECT = "arn:aws:s3:::data", "arn:aws:s3:::data/k"
READ = "s3:GetObject"


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def names(estate: Estate, action: str, arn: str, within: str = "") -> set[str]:
    organization = estate.read()
    whole = find_target(organization, within) if within else None
    found = find_candidates(action, find_target(organization, arn), whole)
    return {f"{principal.account_id[0]}{principal.name.partition(':')[2] or principal.name}"
            if principal.kind != "root" else f"{principal.account_id[0]}root"
            for principal in found}  # fmt: skip


def test_in_an_account_one_grant_suffices(estate: Estate) -> None:
    estate.user("own", allow("s3:*"))
    named = estate.user("named")
    estate.user("none", allow("sqs:*"))
    estate.bucket("data", allow(READ, f"{BUCKET}/*", Principal={"AWS": named}))
    assert names(estate, READ, OBJECT) == {"1own", "1named", "1root"}


def test_across_accounts_both_must_grant_it(estate: Estate) -> None:
    estate.user("both", allow("s3:*"), account=B)
    estate.user("own", allow("s3:*"), account=STRANGER)
    estate.user("silent", account=B)
    estate.bucket("data", allow(READ, f"{BUCKET}/*", Principal={"AWS": B}))
    assert names(estate, READ, OBJECT) == {"1root", "2root", "2both"}


@pytest.mark.parametrize("columns", [{"policy": None}, {"acl": None, "object_ownership": "x"}])
def test_a_policy_that_was_not_collected_may_name_anyone(estate: Estate, columns: Any) -> None:
    estate.user("near")
    estate.user("far", allow("s3:*"), account=B)
    estate.user("silent", account=B)
    estate.bucket("data", **columns)
    assert names(estate, READ, OBJECT) == {"1near", "1root", "2far", "2root"}


def test_whose_a_bucket_is_may_not_be_known(estate: Estate) -> None:
    estate.user("ann", allow("s3:*"))
    estate.user("bob", allow("s3:*"), account=B)
    estate.user("eve")
    # It may have a policy, which may name anyone.
    assert names(estate, READ, "arn:aws:s3:::gone/k") == {"1ann", "2bob", "1root", "2root", "1eve"}


def test_a_grant_on_a_key_needs_no_policy_beside_it(estate: Estate) -> None:
    far = estate.user("far", account=B)
    estate.user("near", account=B)
    grant = {"grantee": far, "operations": ["Decrypt"], "constraints": {}}
    key = estate.key("1", grants=[grant])
    assert "2far" in names(estate, "kms:Decrypt", key)
    assert "2near" not in names(estate, "kms:Decrypt", key)
    assert "2far" not in names(estate, "kms:Encrypt", key)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("sts:GetCallerIdentity", {"1ann", "1app", "1root"}),
        ("sts:GetSessionToken", {"1ann", "1root"}),
        ("sts:GetFederationToken", {"1root"}),
    ],
)
def test_what_is_free_needs_no_policy(estate: Estate, action: str, expected: set[str]) -> None:
    estate.user("ann")
    estate.role("app")
    assert names(estate, action, "*") == expected


def test_of_a_bucket_any_object_will_do(estate: Estate) -> None:
    estate.bucket("data")
    estate.user("part", allow("s3:*", f"{BUCKET}/in/*"))
    estate.user("other", allow("s3:*", "arn:aws:s3:::other/*"))
    sample = f"{BUCKET}/0-any"
    assert names(estate, READ, sample) == {"1root"}
    assert names(estate, READ, sample, within=BUCKET) == {"1root", "1part"}


def test_anything_at_all_makes_a_candidate_of_a_resource(estate: Estate) -> None:
    bob = estate.user("bob", account=B)
    estate.user("near", allow("s3:Put*", f"{BUCKET}/in/*"))
    estate.user("far", allow("s3:*"), account=B)
    estate.user("none", allow("sqs:*", f"arn:aws:sqs:us-east-1:{A}:jobs"))
    estate.bucket("data", allow(READ, f"{BUCKET}/*", Principal={"AWS": bob}))
    estate.bucket("shut")
    organization = estate.read()
    found = {principal.arn for principal in find_candidates_of(find_target(organization, BUCKET))}
    own = {f"arn:aws:iam::{A}:root", f"arn:aws:iam::{A}:user/near"}
    assert found == own | {bob, f"arn:aws:iam::{B}:user/far"}
    shut = find_candidates_of(find_target(organization, "arn:aws:s3:::shut"))
    assert {principal.arn for principal in shut} == {f"arn:aws:iam::{A}:root"}
