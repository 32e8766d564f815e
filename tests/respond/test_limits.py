"""Limits: what responses do in an hour that no person has approved."""

from typing import Any

import pytest

from ringwall.catalog.loader import load_responses
from ringwall.model.case import CaseEvent
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_policy import LimitsPart
from ringwall.respond.limits import COUNTED, HOUR, count_uses, find_excess


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
    assert used(changes) == {"access_keys": 2, "instances": 1, "principals": 1, "changes": 5}


def used(changes: list[Change]) -> dict[str, int]:
    """Return what is used of limits, without those of which nothing is."""
    return {name: count for name, count in count_uses(changes).items() if count}


@pytest.mark.parametrize(
    ("operation", "resource", "parameters", "limit"),
    [
        ("organizations.attach_policy", "account {}", {"TargetId": "{}"}, "accounts"),
        ("sso-admin.delete_account_assignment", "x", {"PrincipalId": "{}"}, "principals"),
        ("identitystore.delete_group_membership", "{} in group g", {}, "principals"),
        ("eks.delete_access_entry", "c", {"principalArn": "{}"}, "principals"),
        ("ecs.stop_task", "arn:{}", {}, "tasks"),
        ("lambda.put_function_concurrency", "arn:{}", {}, "functions"),
        ("ec2.disassociate_iam_instance_profile", "arn:{}", {}, "instances"),
        ("kms.disable_key", "arn:{}", {}, "keys"),
        ("s3.put_bucket_policy", "arn:{}", {}, "buckets"),
    ],
)
def test_what_a_wrong_rule_could_cut_off_is_counted_by_its_kind(
    operation: str, resource: str, parameters: dict[str, str], limit: str
) -> None:
    changes = [
        change(operation, resource.format(n), **{k: v.format(n) for k, v in parameters.items()})
        for n in (1, 1, 2)
    ]
    assert used(changes) == {limit: 2, "changes": 3}


def test_a_person_counts_once_however_many_groups_there_are() -> None:
    leave = "identitystore.delete_group_membership"
    changes = [change(leave, f"ann in group {n}") for n in range(20)]
    assert used(changes) == {"principals": 1, "changes": 20}


def test_every_counted_write_is_one_of_a_playbook_and_every_kind_a_limit() -> None:
    writes = {shape.operation for book in load_responses().values() for shape in book.writes}
    counted = {one for operations in COUNTED.values() for one in operations}
    assert counted - {"ec2.terminate_instances"} <= writes
    assert {*COUNTED, "changes"} == set(LimitsPart.__struct_fields__)


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
