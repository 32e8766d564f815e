"""Access points: what comes through one needs its word, and its bucket's."""

from typing import Any

import pytest

from ringwall.reason.iam.question.decision import decide_in_estate
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.external import Exposure, find_exposures
from ringwall.reason.iam.relation.levels import find_levels
from ringwall.reason.iam.relation.who_can import find_who_can

Estate = Any
"""tests/reason/conftest.py declares it."""
A, STRANGER = "111111111111", "555555555555"
POINT = f"arn:aws:s3:us-east-1:{A}:accesspoint/door"
BUCKET = "arn:aws:s3:::data"
READ = "s3:GetObject"
VPC = "vpc-0123456789abcdef0"


def allow(principal: Any, action: str, resource: str, **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def own(action: str, resource: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


TO_POINTS = allow("*", "s3:*", f"{BUCKET}/*", StringEquals={"s3:DataAccessPointAccount": A})
TO_ALL = allow("*", READ, f"{POINT}/object/*")
TO_STRANGER = allow({"AWS": STRANGER}, READ, f"{POINT}/object/*")
DENIED = {**allow("*", "s3:*", f"{BUCKET}/*"), "Effect": "Deny"}


def find(estate: Estate) -> list[Exposure]:
    organization = estate.read()
    return list(find_exposures(organization, [organization.resources[POINT]]))


def summarize(found: list[Exposure]) -> set[tuple[Any, ...]]:
    return {(e.outsider.label, e.verdict, e.is_public) for e in found}


def who(estate: Estate, action: str = READ, arn: str = POINT) -> dict[str, str]:
    found = find_who_can(find_target(estate.read(), arn), action)
    return {h.principal.name: h.access.verdict for h in found if h.principal.kind != "root"}


def test_a_bucket_that_leaves_it_to_its_access_points_opens_them(estate: Estate) -> None:
    estate.bucket("data", TO_POINTS)
    estate.point("door", TO_ALL)
    assert summarize(find(estate)) == {("*", "always", True)}


@pytest.mark.parametrize(
    ("statements", "columns"),
    [
        ([], {}),
        ([DENIED], {}),
        ([TO_POINTS, DENIED], {}),
        ([TO_POINTS], {"restrict_public_buckets": True}),
        ([allow("*", "s3:PutObject", f"{BUCKET}/*")], {}),
        ([allow("*", "s3:*", f"{BUCKET}/*", StringEquals={"s3:DataAccessPointAccount": STRANGER})],
         {}),
        ([allow("*", "s3:*", f"{BUCKET}/*", StringEquals={"s3:DataAccessPointArn": f"{POINT}2"})],
         {}),
    ],
)  # fmt: skip
def test_a_bucket_closes_its_access_points(
    estate: Estate, statements: list[Any], columns: Any
) -> None:
    estate.bucket("data", *statements, **columns)
    estate.point("door", TO_ALL, TO_STRANGER)
    assert find(estate) == []


def test_a_bucket_lets_in_some_of_those_whom_its_access_point_does(estate: Estate) -> None:
    estate.bucket("data", allow({"AWS": STRANGER}, READ, f"{BUCKET}/out/*"))
    estate.point("door", TO_ALL)
    (exposure,) = find(estate)
    assert summarize([exposure]) == {(f"AWS:{STRANGER}", "always", False)}
    assert len(exposure.statements) == 2


def test_an_access_point_lets_in_no_more_than_it_says(estate: Estate) -> None:
    estate.bucket("data", TO_POINTS)
    estate.point("door", TO_STRANGER)
    assert summarize(find(estate)) == {(f"AWS:{STRANGER}", "always", False)}


def test_a_bucket_that_was_not_collected_leaves_it_open(estate: Estate) -> None:
    estate.point("door", TO_STRANGER)
    (exposure,) = find(estate)
    assert exposure.verdict == "unknown"
    assert "resource policies that were not collected or cannot be read" in exposure.unknown
    estate.user("ana", own("s3:*", "*"))
    assert who(estate) == {"ana": "unknown"}


@pytest.mark.parametrize("statement", [TO_ALL, TO_STRANGER])
def test_an_access_point_of_a_vpc_serves_that_vpc_alone(estate: Estate, statement: Any) -> None:
    estate.bucket("data", TO_POINTS)
    estate.point("door", statement, vpc_id=VPC)
    (exposure,) = find(estate)
    assert (exposure.verdict, exposure.is_public) == ("conditional", False)
    assert exposure.residual == (f"unless StringNotEquals aws:sourcevpc {VPC}",)
    assert exposure.witness["aws:sourcevpc"] == (VPC,)


def test_whoever_comes_through_the_own_vpc_is_inside(estate: Estate) -> None:
    estate.bucket("data", TO_POINTS)
    estate.point("door", TO_ALL, vpc_id=VPC)
    estate.add("ec2_vpc", f"arn:aws:ec2:us-east-1:{A}:vpc/{VPC}", resource_id=VPC)
    assert find(estate) == []


def test_a_vpc_that_was_not_collected_leaves_it_open(estate: Estate) -> None:
    estate.bucket("data", TO_POINTS)
    estate.point("door", TO_STRANGER, vpc_id=None)
    assert {e.verdict for e in find(estate)} == {"unknown"}


def test_own_people_need_both(estate: Estate) -> None:
    estate.bucket("data")
    ana = f"arn:aws:iam::{A}:user/ana"
    estate.point("door", allow({"AWS": ana}, READ, f"{POINT}/object/*"))
    estate.user("ana")
    estate.user("both", own("s3:*", "*"))
    estate.user("door-only", own("s3:*", f"{POINT}/object/*"))
    estate.user("bucket-only", own("s3:*", f"{BUCKET}/*"))
    assert who(estate) == {"both": "always"}
    assert who(estate, arn=f"{POINT}/object/k") == {"both": "always"}


def test_own_people_are_let_in_by_a_bucket_that_leaves_it_to_its_access_points(
    estate: Estate,
) -> None:
    estate.bucket("data", TO_POINTS)
    ana = estate.user("ana")
    estate.user("ben", own("s3:*", f"{POINT}/object/*"))
    estate.point("door", allow({"AWS": ana}, READ, f"{POINT}/object/*"))
    assert who(estate) == {"ana": "always", "ben": "always"}
    organization = estate.read()
    found = find_levels(organization.principals[ana], find_target(organization, POINT))
    assert [level.actions for level in found] == [("s3:GetObject",)]


def test_a_bucket_denies_its_own_people_through_its_access_points(estate: Estate) -> None:
    estate.bucket("data", DENIED)
    ana = estate.user("ana", own("s3:*", "*"))
    estate.point("door")
    assert who(estate) == {}
    assert who(estate, "s3:GetAccessPointPolicy") == {"ana": "always"}
    assert who(estate, "s3:ListBucket") == {"ana": "always"}
    organization = estate.read()
    decision = decide_in_estate(organization, ana, READ, (f"{POINT}/object/k",))
    assert (decision.verdict, decision.policy_type) == ("explicitly_denied", "resource")
    actions = {
        action
        for found in find_levels(organization.principals[ana], find_target(organization, POINT))
        for action in found.actions
    }
    assert "s3:ListBucket" in actions
    assert READ not in actions


def test_objects_that_a_bucket_singles_out_are_asked_about(estate: Estate) -> None:
    estate.bucket("data", {**TO_POINTS, "Resource": f"{BUCKET}/out/*"})
    ana = estate.user("ana")
    estate.point("door", allow({"AWS": ana}, READ, f"{POINT}/object/*"))
    (holder,) = (
        h for h in find_who_can(find_target(estate.read(), POINT), READ) if h.principal.arn == ana
    )
    assert holder.resource == f"{POINT}/object/out/0-any"


def test_one_request_has_one_value_of_a_key_at_both_doors(estate: Estate) -> None:
    signed = "s3:signatureversion"
    estate.bucket("data", allow("*", READ, f"{BUCKET}/*", StringEquals={signed: "AWS4"}))
    estate.point("door", allow("*", READ, f"{POINT}/object/*", StringEquals={signed: "AWS2"}))
    assert find(estate) == []
    estate.point("door", allow("*", READ, f"{POINT}/object/*", StringEquals={signed: "AWS4"}))
    assert {e.verdict for e in find(estate)} == {"conditional"}


def test_variables_behind_an_access_point_are_those_of_who_asks(estate: Estate) -> None:
    estate.bucket("data", allow("*", READ, f"{BUCKET}/home/${{aws:username}}/*"))
    estate.point("door", TO_ALL)
    ann = estate.user("ann")
    found = {
        h.principal.arn: h.resource for h in find_who_can(find_target(estate.read(), POINT), READ)
    }
    assert found[ann] == f"{POINT}/object/home/ann/0-any"
