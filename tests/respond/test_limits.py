"""Limits: what responses do in an hour that no person has approved."""

from typing import Any

import pytest

from ringwall.model.case import CaseEvent
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_policy import LimitsPart
from ringwall.respond.limits import HOUR, count_uses, find_excess


def change(operation: str, resource: str, **parameters: Any) -> Change:
    return Change(
        account_id="111122223333",
        region="eu-west-1",
        resource=resource,
        write=Write(operation, parameters),
        probe=Probe("s3.get_it", {}, "It"),
        before=1,
        after=2,
        why="because",
        layer="response",
    )


def start(at: int, *, automatic: bool = True, **uses: int) -> CaseEvent:
    body = {"uses": uses, "automatic": automatic, "run": "r", "plan": "p"}
    return CaseEvent("CASE-1", 1, at, "started", "ringwall", body, "")


def test_a_resource_counts_once_however_often_it_is_changed() -> None:
    changes = [
        change("iam.update_access_key", "arn:u", AccessKeyId="AKIA1"),
        change("iam.update_access_key", "arn:u", AccessKeyId="AKIA2"),
        change("ec2.modify_network_interface_attribute", "arn:i"),
        change("ec2.modify_instance_attribute", "arn:i"),
        change("iam.put_role_policy", "arn:r"),
    ]
    assert count_uses(changes) == {"access_keys": 2, "instances": 1, "principals": 1, "changes": 5}


@pytest.mark.parametrize(
    ("events", "excess"),
    [
        ([], False),
        ([start(1000, access_keys=9)], True),
        ([start(1000, access_keys=8)], False),
        ([start(1000, automatic=False, access_keys=9)], False),
        ([start(1000 - HOUR, access_keys=9)], False),
        # A clock that was set back frees nothing.
        ([start(1000 + HOUR, access_keys=9)], True),
    ],
)
def test_an_hour_has_room_for_so_many(events: list[CaseEvent], *, excess: bool) -> None:
    uses = {"access_keys": 2, "instances": 0, "principals": 0, "changes": 2}
    told = find_excess(LimitsPart(access_keys=10), uses, events, 1000)
    assert bool(told) is excess
    if excess:
        assert told == (
            "9 access keys were changed in the last hour without a person, this plan has 2, and "
            "the limit is 10"
        )


def test_a_limit_of_none_lets_nothing_through() -> None:
    uses = {"access_keys": 0, "instances": 1, "principals": 0, "changes": 1}
    assert "the limit is 0" in find_excess(LimitsPart(instances=0), uses, [], 1000)
