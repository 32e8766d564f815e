"""What a change of policies does to access from outside."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.reason.iam.organization.change import Replace, apply_changes
from ringwall.reason.iam.relation.impact import ExposureChange, find_exposure_changes

Estate = Any
"""tests/reason/conftest.py declares it."""
STRANGER = "555555555555"
SITE = "arn:aws:s3:::site"
READ = "s3:GetObject"
SNS = {"Service": "sns.amazonaws.com"}
HOME = {"IpAddress": {"aws:SourceIp": "203.0.113.7/32"}}
OFFICE = {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}
TLS = {"Bool": {"aws:SecureTransport": "true"}}
FOR_ONE = {"StringEquals": {"aws:SourceAccount": STRANGER}}
BY_ID = {"StringEquals": {"sts:ExternalId": "x"}}


def allow(principal: Any, action: str | list[str], condition: Any = None) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": action}
    return {**found, "Condition": condition} if condition else found


def bucket(estate: Estate, *statements: Any) -> str:
    return str(estate.bucket("site", *statements))


def queue(estate: Estate, *statements: Any) -> str:
    return str(estate.queue("jobs", *statements))


def role(estate: Estate, *statements: Any) -> str:
    return str(estate.role("app", trust=list(statements)))


def _on(make: Any, statement: Any) -> list[Any]:
    """Return a statement as the policy of a kind of resource has it; none for None."""
    resource = {bucket: {"Resource": f"{SITE}/*"}, queue: {"Resource": "*"}, role: {}}[make]
    return [{**statement, **resource}] if statement else []


def turn(estate: Estate, arn: str, *statements: Any) -> list[ExposureChange]:
    """Return what another policy of a resource does."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    before = estate.read()
    return list(find_exposure_changes(before, apply_changes(before, [Replace(arn, document)])))


def summarize(found: list[ExposureChange]) -> set[tuple[Any, ...]]:
    return {
        (t.what, t.exposure.verdict, t.exposure.is_public, t.was.verdict if t.was else "")
        for t in found
    }


@pytest.mark.parametrize(
    ("make", "old", "new", "expected"),
    [
        (
            bucket,
            allow("*", READ, HOME),
            allow("*", READ),
            ("widens", "always", True, "conditional"),
        ),
        (
            bucket,
            allow("*", READ),
            allow("*", READ, HOME),
            ("narrows", "conditional", False, "always"),
        ),
        (
            bucket,
            allow("*", READ, {**HOME, **TLS}),
            allow("*", READ, HOME),
            ("widens", "conditional", False, "conditional"),
        ),
        (
            bucket,
            allow("*", READ, HOME),
            allow("*", READ, {**HOME, **TLS}),
            ("narrows", "conditional", False, "conditional"),
        ),
        (
            bucket,
            allow("*", READ, HOME),
            allow("*", READ, OFFICE),
            ("changes", "conditional", False, "conditional"),
        ),
        (bucket, allow("*", READ), allow({"AWS": "111111111111"}, READ),
         ("closes", "always", True, "")),
        (bucket, None, allow("*", READ), ("opens", "always", True, "")),
        (
            queue,
            allow(SNS, "sqs:SendMessage", FOR_ONE),
            allow(SNS, "sqs:SendMessage"),
            ("widens", "always", False, "conditional"),
        ),
        (
            role,
            allow({"AWS": STRANGER}, "sts:AssumeRole", BY_ID),
            allow({"AWS": STRANGER}, "sts:AssumeRole"),
            ("widens", "always", False, "conditional"),
        ),
    ],
)  # fmt: skip
def test_access_from_outside_turns(
    estate: Estate, make: Callable[..., str], old: Any, new: Any, expected: Any
) -> None:
    arn = make(estate, *_on(make, old))
    assert summarize(turn(estate, arn, *_on(make, new))) == {expected}
    assert turn(estate, arn, *_on(make, old)) == []


def test_actions_that_come_are_told_from_those_that_were(estate: Estate) -> None:
    arn = bucket(estate, *_on(bucket, allow("*", READ)))
    (found,) = turn(estate, arn, *_on(bucket, allow("*", [READ, "s3:PutObject"])))
    assert (found.what, found.exposure.actions) == ("opens", ("s3:PutObject",))
    (back,) = turn(estate, arn, *_on(bucket, allow("*", "s3:GetObjectVersion")))[:1]
    assert (back.what, back.exposure.actions) == ("closes", (READ,))


def test_a_confused_deputy_that_comes_is_told(estate: Estate) -> None:
    arn = queue(estate, *_on(queue, allow(SNS, "sqs:SendMessage", FOR_ONE)))
    (found,) = turn(estate, arn, *_on(queue, allow(SNS, "sqs:SendMessage")))
    assert found.was is not None
    assert (found.was.is_confused_deputy, found.exposure.is_confused_deputy) == (False, True)
