"""What guards a resource: all policies that bear on it, whom they name, and what is unknown."""

from typing import Any

import pytest

from ringwall.reason.iam.question.guard import Guard, find_guard

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, MANAGEMENT = "111111111111", "222222222222", "999999999999"
ANN = f"arn:aws:iam::{A}:user/ann"
EVERYBODY = {"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}
BUCKET = "arn:aws:s3:::data"


def allow(action: Any, principal: Any = "*", effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Principal": principal, "Action": action, "Resource": "*"}


def guard_of(estate: Estate, arn: str) -> Guard:
    organization = estate.read()
    return find_guard(organization, organization.resources[arn])


def names(guard: Guard) -> list[str]:
    """Return the names of the policies that guard a resource; '' for one that is not known."""
    return [policy.policy.name if policy else "" for policy in guard.policies]


def test_a_resource_is_guarded_by_its_policy_its_sharing_and_rcps(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("perimeter", allow("s3:*", effect="Deny"), at=["r-1"], kind="rcp")
    estate.bucket("data", allow("s3:GetObject"), object_ownership="ObjectWriter", acl=[EVERYBODY])
    guard = guard_of(estate, BUCKET)
    assert names(guard) == [BUCKET, "public acl", "perimeter"]
    assert (guard.is_unknown, guard.restricts_public, guard.bucket) == (False, False, None)
    assert [s.policy.name for s in guard.grants] == [BUCKET, "public acl"]
    assert [s.policy.name for s in guard.statements_about("s3:getobject")] == names(guard)
    assert [s.policy.name for s in guard.statements_about("s3:putobject")] == ["perimeter"]


def test_a_resource_of_another_account_is_guarded_by_that_accounts_rcps(estate: Estate) -> None:
    estate.organization(A, B)
    estate.scp("perimeter", allow("sqs:*", effect="Deny"), at=[A], kind="rcp")
    near, far = estate.queue("near"), estate.queue("far", account=B)
    assert names(guard_of(estate, near)) == ["perimeter"]
    assert names(guard_of(estate, far)) == []


@pytest.mark.parametrize(
    ("columns", "shared", "sharing", "is_unknown"),
    [
        ({}, 0, 0, False),
        ({"policy": None}, 0, 0, True),
        ({"object_ownership": "ObjectWriter", "acl": None}, 0, 1, True),
        ({"object_ownership": "ObjectWriter", "acl": [EVERYBODY]}, 1, 1, False),
        # Whether a public ACL is ignored is not known: one of its policies is not.
        ({"object_ownership": "ObjectWriter", "acl": [EVERYBODY], "ignore_public_acls": None},
         1, 1, True),
    ],
)  # fmt: skip
def test_what_was_not_collected_makes_a_guard_unknown(
    estate: Estate, columns: Any, shared: int, sharing: int, *, is_unknown: bool
) -> None:
    estate.bucket("data", **columns)
    guard = guard_of(estate, BUCKET)
    assert (len(guard.shared), len(guard.sharing)) == (shared, sharing)
    assert guard.is_unknown is is_unknown
    assert all(policy is not None for policy in guard.collected)


@pytest.mark.parametrize("blocks", [True, False, None])
def test_block_public_access_of_its_account_restricts_it(
    estate: Estate, *, blocks: bool | None
) -> None:
    estate.bucket("data")
    estate.block(blocks=blocks)
    assert guard_of(estate, BUCKET).restricts_public is blocks


def test_an_access_point_is_guarded_by_its_bucket_and_its_network(estate: Estate) -> None:
    estate.bucket("data", allow("s3:GetObject"))
    point = estate.point("door", allow("s3:*"), vpc_id="vpc-1")
    guard = guard_of(estate, point)
    assert guard.bucket is not None
    assert guard.bucket.resource.arn == BUCKET
    assert names(guard) == [point, f"network of {point}", BUCKET]
    # Its own policy alone grants; the bucket's names whom it lets through.
    assert [s.policy.name for s in guard.grants] == [point]
    assert [s.policy.name for s in guard.statements] == [point, f"network of {point}", BUCKET]
    assert guard.is_unknown is False


@pytest.mark.parametrize(
    ("columns", "expected"),
    [({"bucket": "gone"}, [""]), ({"bucket": None}, [""]), ({"vpc_id": None}, ["", BUCKET])],
)
def test_what_is_not_known_behind_an_access_point_is_an_unknown_policy(
    estate: Estate, columns: Any, expected: list[str]
) -> None:
    estate.bucket("data", allow("s3:GetObject"))
    point = estate.point("door", **columns)
    assert names(guard_of(estate, point)) == expected


def test_a_bucket_has_nothing_behind_it(estate: Estate) -> None:
    estate.bucket("data", allow("s3:GetObject"))
    assert guard_of(estate, BUCKET).behind == ()


def test_it_names_whom_its_policy_and_its_grants_name(estate: Estate) -> None:
    grant = {"grantee": ANN, "operations": ["Decrypt"], "constraints": {}}
    root = {"AWS": f"arn:aws:iam::{B}:root"}
    named = guard_of(estate, estate.key("1", allow("kms:*", root), grants=[grant])).names
    assert named.names == {ANN, A, B, f"arn:aws:iam::{B}:root"}
    assert named.is_everyone is False
    assert guard_of(estate, estate.key("2", grants=None)).names.is_everyone
    assert guard_of(estate, estate.key("3", allow("kms:*", effect="Deny"))).names.is_empty


def test_the_owner_of_a_bucket_is_not_another_canonical_user(estate: Estate) -> None:
    own, other = ({"CanonicalUser": digit * 64} for digit in "01")
    estate.bucket("own", allow("s3:*", own))
    estate.bucket("far", allow("s3:*", other))
    assert guard_of(estate, "arn:aws:s3:::own").names.is_empty
    assert guard_of(estate, "arn:aws:s3:::far").names.is_everyone
