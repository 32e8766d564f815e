"""What a change of policies does: to used permissions, and to access from outside."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.change import Attach, Replace, apply_changes
from ringwall.reason.iam.relation.impact import (
    BrokenUse,
    ExposureChange,
    find_broken,
    find_exposure_changes,
)
from ringwall.reason.iam.usage.events import ActionUse

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


def change(estate: Estate, arn: str, *statements: Any) -> list[ExposureChange]:
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
def test_access_from_outside_changes(
    estate: Estate, make: Callable[..., str], old: Any, new: Any, expected: Any
) -> None:
    arn = make(estate, *_on(make, old))
    assert summarize(change(estate, arn, *_on(make, new))) == {expected}
    assert change(estate, arn, *_on(make, old)) == []


def test_actions_that_come_are_told_from_those_that_were(estate: Estate) -> None:
    arn = bucket(estate, *_on(bucket, allow("*", READ)))
    (found,) = change(estate, arn, *_on(bucket, allow("*", [READ, "s3:PutObject"])))
    assert (found.what, found.exposure.actions) == ("opens", ("s3:PutObject",))
    (back,) = change(estate, arn, *_on(bucket, allow("*", "s3:GetObjectVersion")))[:1]
    assert (back.what, back.exposure.actions) == ("closes", (READ,))


def test_a_confused_deputy_that_comes_is_told(estate: Estate) -> None:
    arn = queue(estate, *_on(queue, allow(SNS, "sqs:SendMessage", FOR_ONE)))
    (found,) = change(estate, arn, *_on(queue, allow(SNS, "sqs:SendMessage")))
    assert found.was is not None
    assert (found.was.is_confused_deputy, found.exposure.is_confused_deputy) == (False, True)


A = "111111111111"
LAST = datetime(2026, 1, 5)  # noqa: DTZ001 - logs hold UTC without zone
DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def lose(estate: Estate, who: str, denial: Any, *uses: tuple[str, str]) -> list[BrokenUse]:
    """Return the uses that an SCP with a denial would break."""
    scp = AttachedPolicy({"Version": "2012-10-17", "Statement": denial}, "guard", "scp")
    before = estate.read()
    used = [ActionUse(who, action, resource, 3, LAST, LAST) for action, resource in uses]
    return list(find_broken(before, apply_changes(before, [Attach("scp", scp, A)]), {who: used}))


def user(estate: Estate, **more: Any) -> str:
    estate.organization(A)
    estate.bucket("site")
    own = {"Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": "*", **more}
    return str(estate.user("ann", own))


@pytest.mark.parametrize(
    ("denial", "effect"),
    [
        (DENY, "breaks"),
        ({**DENY, "Action": "sqs:*"}, None),
        ({**DENY, "Condition": OFFICE}, "may break"),
        ({**DENY, "Resource": f"{SITE}/other"}, None),
    ],
)
def test_a_used_permission_breaks_where_the_change_denies_it(
    estate: Estate, denial: Any, effect: str | None
) -> None:
    ann = user(estate)
    found = lose(estate, ann, denial, ("s3:getobject", f"{SITE}/k"))
    assert [use.effect for use in found] == ([effect] if effect else [])
    for use in found:
        assert (use.principal, use.action, use.resource) == (ann, "s3:getobject", f"{SITE}/k")
        assert (use.count, use.last_used) == (3, LAST)


def test_a_use_that_was_conditional_before_breaks_by_another_condition_alone(
    estate: Estate,
) -> None:
    ann = user(estate, Condition=HOME)
    key = ("s3:getobject", f"{SITE}/k")
    assert lose(estate, ann, {**DENY, "Action": "sqs:*"}, key) == []
    (use,) = lose(estate, ann, {**DENY, "Condition": {"Bool": {"k:x": "true"}}}, key)
    assert (use.effect, use.after.verdict) == ("may break", "conditional")


def test_what_does_not_become_narrower_does_not_break(estate: Estate) -> None:
    ann = user(estate)
    # It is denied already: it was used before the policies were as they are.
    assert lose(estate, ann, DENY, ("sns:publish", "*")) == []
    assert lose(estate, "arn:aws:iam::111111111111:user/gone", DENY, ("s3:getobject", SITE)) == []
    assert lose(estate, ann, DENY, ("", f"{SITE}/k")) == []


def test_where_the_log_does_not_show_the_resource_any_of_the_type_is_asked(
    estate: Estate,
) -> None:
    ann = user(estate, Resource=f"arn:aws:sqs:us-east-1:{A}:*")
    (use,) = lose(estate, ann, {**DENY, "Action": "sqs:*"}, ("sqs:purgequeue", ""))
    assert (use.effect, use.resource) == ("breaks", "")


def test_a_use_through_an_access_point_breaks_where_the_bucket_is_denied(estate: Estate) -> None:
    ann = user(estate)
    estate.bucket("data")
    point = estate.point("door")
    denial = {**DENY, "Resource": "arn:aws:s3:::data/*"}
    (use,) = lose(estate, ann, denial, ("s3:getobject", f"{point}/object/k"))
    assert use.effect == "breaks"
