"""What a principal may do to a resource, by access level, each level with its conditions."""

from typing import Any

import pytest

from ringwall.reason.iam.question.caller import call_as
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.levels import LevelAccess, ask_best, find_levels

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
BUCKET = "arn:aws:s3:::data"
ADDRESS = {"IpAddress": {"aws:SourceIp": "203.0.113.7"}}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def find(estate: Estate, principal: str, arn: str) -> list[LevelAccess]:
    organization = estate.read()
    return list(find_levels(organization.principals[principal], find_target(organization, arn)))


def summarize(found: list[LevelAccess]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(level.level, level.access.verdict, level.actions) for level in found]


def test_actions_are_listed_by_level_from_the_mildest_on(estate: Estate) -> None:
    queue = estate.queue("jobs")
    ann = estate.user("ann", allow(["sqs:TagQueue", "sqs:SendMessage", "sqs:GetQueueUrl"]))
    assert summarize(find(estate, ann, queue)) == [
        ("Read", "always", ("sqs:GetQueueUrl",)),
        ("Write", "always", ("sqs:SendMessage", "sqs:TagQueue")),
        ("Tagging", "always", ("sqs:TagQueue",)),
    ]


def test_what_is_not_allowed_has_no_level(estate: Estate) -> None:
    queue = estate.queue("jobs")
    assert find(estate, estate.user("eve"), queue) == []
    ann = estate.user("ann", allow("sqs:SendMessage"), {**allow("sqs:*"), "Effect": "Deny"})
    assert find(estate, ann, queue) == []


def test_the_same_level_is_listed_once_for_each_answer(estate: Estate) -> None:
    queue = estate.queue("jobs")
    limited = allow(["sqs:PurgeQueue", "sqs:DeleteMessage"], Condition=ADDRESS)
    ann = estate.user("ann", allow("sqs:SendMessage"), limited)
    found = find(estate, ann, queue)
    assert summarize(found) == [
        ("Write", "always", ("sqs:SendMessage",)),
        ("Write", "conditional", ("sqs:DeleteMessage", "sqs:PurgeQueue")),
    ]
    assert found[1].access.residual == ("IpAddress aws:sourceip 203.0.113.7",)


def test_some_part_of_a_bucket_will_do(estate: Estate) -> None:
    estate.bucket("data")
    ann = estate.user("ann", allow("s3:GetObject", f"{BUCKET}/in/*"))
    assert summarize(find(estate, ann, BUCKET)) == [("Read", "always", ("s3:GetObject",))]


def test_a_part_of_its_own_name_will_do(estate: Estate) -> None:
    estate.bucket("data")
    own = allow("s3:GetObject", f"{BUCKET}/home/${{aws:username}}/*")
    denial = {**allow("s3:*", f"{BUCKET}/home/eve/*"), "Effect": "Deny"}
    ann, eve = estate.user("ann", own, denial), estate.user("eve", own, denial)
    assert summarize(find(estate, ann, BUCKET)) == [("Read", "always", ("s3:GetObject",))]
    assert find(estate, eve, BUCKET) == []


def test_the_root_user_may_do_all_that_nothing_denies(estate: Estate) -> None:
    estate.organization(A)
    queue = estate.queue("jobs")
    estate.user("ann")
    root = f"arn:aws:iam::{A}:root"
    every = {action for level in find(estate, root, queue) for action in level.actions}
    assert {"sqs:SendMessage", "sqs:DeleteQueue", "sqs:TagQueue"} <= every
    estate.scp("guard", {**allow("sqs:Delete*"), "Effect": "Deny"}, at=[A])
    left = {action for level in find(estate, root, queue) for action in level.actions}
    assert every - left == {"sqs:DeleteMessage", "sqs:DeleteQueue"}


def test_the_root_user_needs_no_policy_at_all(estate: Estate) -> None:
    queue = estate.queue("jobs")
    found = find(estate, f"arn:aws:iam::{A}:root", queue)
    assert "sqs:SendMessage" in {action for level in found for action in level.actions}


def test_a_boundary_tells_actions_apart(estate: Estate) -> None:
    queue = estate.queue("jobs")
    limit = estate.managed("limit", allow("sqs:SendMessage"))
    ann = estate.user("ann", allow("sqs:*"), permissions_boundary=limit)
    assert summarize(find(estate, ann, queue)) == [("Write", "always", ("sqs:SendMessage",))]


def test_a_policy_that_was_not_collected_makes_all_actions_unknown(estate: Estate) -> None:
    queue = estate.queue("jobs")
    found = find(estate, estate.user("ann", policies=None), queue)
    assert {level.access.verdict for level in found} == {"unknown"}
    assert {"sqs:SendMessage", "sqs:DeleteQueue"} <= {a for level in found for a in level.actions}


def test_the_resources_policy_and_rcps_count(estate: Estate) -> None:
    estate.organization(A, B)
    far = estate.user("far", allow("sqs:*"), account=B)
    queue = estate.queue(
        "jobs", allow(["sqs:SendMessage", "sqs:PurgeQueue"], Principal={"AWS": far})
    )
    assert summarize(find(estate, far, queue)) == [
        ("Write", "always", ("sqs:PurgeQueue", "sqs:SendMessage"))
    ]
    denial = {**allow("sqs:Purge*", Principal="*"), "Effect": "Deny"}
    estate.scp("perimeter", denial, at=[A], kind="rcp")
    assert summarize(find(estate, far, queue)) == [("Write", "always", ("sqs:SendMessage",))]


def test_what_was_not_collected_has_no_levels(estate: Estate) -> None:
    ann = estate.user("ann", allow("*"))
    assert find(estate, ann, "arn:aws:s3:::gone") == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [((), "never"), (("shut",), "never"), (("shut", "some"), "conditional"),
     (("some", "shut"), "conditional"),
     (("some", "open", "shut"), "always")],
)  # fmt: skip
def test_the_widest_answer_over_some_resources_counts(
    estate: Estate, names: tuple[str, ...], expected: str
) -> None:
    for name in ("shut", "some", "open"):
        estate.bucket(name)
    ann = estate.user("ann", allow("s3:*", "arn:aws:s3:::open/*"),
                      allow("s3:*", "arn:aws:s3:::some/*", Condition=ADDRESS))  # fmt: skip
    organization = estate.read()
    caller = call_as(organization, organization.principals[ann])
    targets = [find_target(organization, f"arn:aws:s3:::{name}/k") for name in names]
    assert ask_best(caller, "s3:GetObject", targets).verdict == expected
