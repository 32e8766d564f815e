"""What an ARN names: whose it is, what guards it, and what is known of it."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY
from ringwall.reason.iam.question.target_resource import TargetResource, find_target

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, STRANGER = "111111111111", "222222222222", "333333333333"
BUCKET, OBJECT = "arn:aws:s3:::data", "arn:aws:s3:::data/k"


@pytest.mark.parametrize(
    ("arn", "owner"),
    [
        ("arn:aws:s3:::data/k", B),
        ("arn:aws:s3:::elsewhere/k", None),
        (f"arn:aws:sqs:us-east-1:{STRANGER}:jobs", STRANGER),
        ("*", None),
    ],
)
def test_an_owner_is_told_by_the_snapshot_or_the_arn(
    estate: Estate, arn: str, owner: str | None
) -> None:
    estate.bucket("data", account=B)
    assert find_target(estate.read(), arn).owner == owner


def allow(action: Any, principal: Any = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}


def find(estate: Estate, arn: str) -> TargetResource:
    return find_target(estate.read(), arn)


def test_an_arn_names_a_resource_or_a_part_of_it(estate: Estate) -> None:
    estate.bucket("data", allow("s3:*"))
    whole, part = find(estate, BUCKET), find(estate, OBJECT)
    assert whole.resource is part.resource is estate.read().resources[BUCKET]
    assert (whole.is_whole, part.is_whole) == (True, False)
    gone = find(estate, "arn:aws:s3:::gone")
    assert (gone.resource, gone.guard, gone.is_whole, gone.sharing) == (None, None, False, ())


def test_a_part_is_guarded_as_the_whole_is(estate: Estate) -> None:
    estate.bucket("data", allow("s3:*"))
    table = f"arn:aws:dynamodb:us-east-1:{A}:table/orders"
    whole = find(estate, BUCKET)
    assert whole.part(BUCKET) is whole
    assert whole.part(OBJECT).guard is whole.guard
    assert (whole.part(OBJECT).arn, whole.part(OBJECT).owner) == (OBJECT, A)
    assert whole.part(table).guard is None


def test_an_alias_that_was_collected_is_no_part_of_its_function(estate: Estate) -> None:
    function = f"arn:aws:lambda:us-east-1:{A}:function:f"
    for arn in (function, f"{function}:live"):
        estate.add("lambda_function", arn, policy={})
    found = find(estate, function)
    assert found.part(f"{function}:live").is_whole
    assert not found.part(f"{function}:7").is_whole


@pytest.mark.parametrize(
    ("arn", "service", "expected"),
    [
        # A resource that was not collected may have a policy, if it is of a type that has one.
        ("arn:aws:s3:::gone/k", "s3", UNKNOWN_POLICY),
        (f"arn:aws:sqs:us-east-1:{A}:gone", "sqs", UNKNOWN_POLICY),
        (f"arn:aws:s3:us-east-1:{A}:access-grants/default/grant/1", "s3", UNKNOWN_POLICY),
        (f"arn:aws:ec2:us-east-1:{A}:instance/i-1", "ec2", ()),
        (f"arn:aws:iam::{A}:user/ann", "iam", ()),
        (f"arn:aws:iam::{A}:role/gone", "sts", UNKNOWN_POLICY),
        (f"arn:aws:iam::{A}:role/gone", "iam", ()),
        ("*", "s3", ()),
        ("*", "sts", ()),
    ],
)
def test_what_was_not_collected_may_have_a_policy(
    estate: Estate, arn: str, service: str, expected: Any
) -> None:
    assert find(estate, arn).policies_for(service) == expected


def test_a_trust_policy_is_about_assuming_the_role_alone(estate: Estate) -> None:
    role = find(estate, estate.role("app"))
    (trust,) = role.policies_for("sts")
    assert trust is not None
    assert role.policies_for("iam") == ()


def test_what_a_step_wrote_goes_before_what_was_collected(estate: Estate) -> None:
    queue = find(estate, estate.queue("jobs", allow("sqs:*")))
    assert len(queue.policies_for("sqs")) == 1
    assert replace(queue, written=()).policies_for("sqs") == ()
    assert replace(queue, written=UNKNOWN_POLICY).policies_for("iam") == UNKNOWN_POLICY


def test_its_keys_are_its_owners_organization_its_tags_and_its_region(estate: Estate) -> None:
    estate.organization(A)
    queue = find(estate, estate.queue("jobs", tags={"Team": "web"}))
    assert queue.keys["aws:resourceorgid"] == "o-1"
    assert queue.keys["aws:resourcetag/team"] == queue.keys["sqs:resourcetag/team"] == "web"
    assert queue.keys["aws:requestedregion"] == "us-east-1"
    assert queue.closed_keys == ("aws:resourcetag/", "sqs:resourcetag/")
    bucket = find(estate, estate.bucket("data", tags={"team": "web"}))
    assert "aws:requestedregion" not in bucket.keys  # its ARN has none
    assert bucket.closed_keys == ()


def test_of_a_user_or_role_the_tags_and_the_boundary_are_known(estate: Estate) -> None:
    limit = estate.managed("limit", allow("*"))
    ann = find(estate, estate.user("ann", tags={"team": "web"}, permissions_boundary=limit))
    keys = ann.keys_about("iam:DeleteUserPolicy")
    assert keys["iam:permissionsboundary"] == limit
    assert keys["aws:resourcetag/team"] == keys["iam:resourcetag/team"] == "web"
    # Who sets a boundary chooses it; requests for other actions do not have the key.
    assert "iam:permissionsboundary" not in ann.keys_about("iam:PutUserPermissionsBoundary")
    assert ann.keys_about("iam:GetUser")["iam:permissionsboundary"] == ()
    assert ann.closed_keys == ("aws:resourcetag/", "iam:resourcetag/")
    assert find(estate, estate.user("bob", tags=None)).closed_keys == ()


@pytest.mark.parametrize(
    ("arn", "action", "expected"),
    [
        ("{point}/object/in/k", "s3:GetObject", f"{BUCKET}/in/k"),
        ("{point}", "s3:ListBucket", BUCKET),
        ("{point}", "s3:GetAccessPointPolicy", None),
        ("{point}/object/k", "made:Up", f"{BUCKET}/k"),
    ],
)
def test_behind_an_access_point_lies_its_bucket(
    estate: Estate, arn: str, action: str, expected: str | None
) -> None:
    estate.bucket("data", account=B)
    point = estate.point("door")
    found = find(estate, arn.format(point=point)).behind(action)
    assert (found.arn if found else None) == expected
    assert found is None or found.owner == B
    assert find(estate, OBJECT).behind(action) is None


def test_whose_the_bucket_behind_is_may_be_given(estate: Estate) -> None:
    point = find(estate, f"{estate.point('door', bucket='gone')}/object/k")
    given = replace(point, owner=STRANGER, is_owner_given=True)
    owners = [found.owner for t in (point, given) if (found := t.behind("s3:GetObject"))]
    assert owners == [None, STRANGER]


def test_it_names_whom_its_policies_allow_an_action(estate: Estate) -> None:
    ann, bob = (f"arn:aws:iam::{A}:user/{name}" for name in ("ann", "bob"))
    grant = {"grantee": bob, "operations": ["Decrypt"], "constraints": {}}
    key = find(estate, estate.key("1", allow("kms:Decrypt", {"AWS": ann}), grants=[grant]))
    assert key.find_named("kms:decrypt").names == {ann, bob, A}
    assert key.find_named("kms:decrypt", by_sharing_alone=True).names == {bob, A}
    assert key.find_named("kms:encrypt").is_empty
    assert find(estate, f"arn:aws:kms:us-east-1:{A}:key/gone").find_named("kms:x").is_everyone


def test_what_is_tagged_anew_may_have_any_tags(estate: Estate) -> None:
    role = estate.role("app", tags={"team": "x"})
    target = find_target(estate.read(), role)
    action = "sts:AssumeRole"
    assert target.keys_about(action)["aws:resourcetag/team"] == "x"
    assert "aws:resourcetag/" in target.closed_keys
    free = target.with_open_tags()
    assert not [key for key in free.keys_about(action) if "resourcetag/" in key]
    assert "aws:resourcetag/" not in free.closed_keys
    assert free.arn == role
