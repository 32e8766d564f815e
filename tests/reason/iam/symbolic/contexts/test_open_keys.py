"""Open keys: which decide some requests, which values are tried, and which are shared."""

from collections.abc import Mapping
from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits, OpenKeys, is_session_key

ACCOUNT = "111122223333"
ANN = f"arn:aws:iam::{ACCOUNT}:user/ann"
OFFICE = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}


def bind(action: str, *conditions: Any, resource: str = "*", **more: Any) -> BoundRequest:
    """Return a request under one statement for each condition."""
    statements = [
        {"Effect": "Allow", "Action": "*", "Resource": resource, "Condition": condition}
        for condition in conditions
    ]
    document = {"Version": "2012-10-17", "Statement": statements}
    request = make_request(ANN, action, "arn:aws:s3:::data/k", more.pop("context", {}),
                           resource_account=ACCOUNT, is_complete=False)  # fmt: skip
    policies = PolicySet((CompiledPolicy(read_policy(document)),))
    return BoundRequest(request, policies)


def find(*asked: BoundRequest, admits: Admits = lambda *_: True, is_one: bool = False) -> OpenKeys:
    return OpenKeys(asked, [bound.decide() for bound in asked], admits, is_one=is_one)


def values(keys: OpenKeys, key: str) -> set[Values]:
    (found,) = (set(values) for (_, name), values in keys.values.items() if name == key)
    return found


def test_values_are_one_of_each_class_and_absence() -> None:
    keys = find(bind("s3:GetObject", {"StringEquals": {"k:x": ["a", "b"]}}))
    found = values(keys, "k:x")
    assert {("a",), ("b",), ()} <= found
    assert len(found) == 4  # and one that is neither
    assert keys.is_exact


def test_absence_is_tried_first() -> None:
    keys = find(bind("s3:GetObject", {"StringEquals": {"k:x": "a"}}))
    assert next(iter(keys.values.values()))[0] == ()


def test_a_known_key_is_not_open() -> None:
    bound = bind("s3:GetObject", OFFICE, context={"aws:SourceIp": "203.0.113.7"})
    assert find(bound).values == {}


def test_values_that_cannot_be_are_not_tried() -> None:
    bound = bind("s3:GetObject", {"StringEquals": {"k:x": ["a", "b"]}})
    found = values(find(bound, admits=lambda _, values: values in {("b",), ()}), "k:x")
    assert found == {("b",), ()}


@pytest.mark.parametrize(
    ("key", "is_one", "shared"),
    [
        ("aws:SourceIp", False, True),
        ("aws:PrincipalTag/team", False, True),
        ("aws:RequestedRegion", False, False),
        ("aws:RequestedRegion", True, True),
        # What describes the resource may differ even then.
        ("aws:ResourceTag/team", True, False),
    ],
)
def test_requests_of_one_session_share_what_describes_it(
    key: str, *, is_one: bool, shared: bool
) -> None:
    condition = {"StringEquals": {key: "x"}}
    keys = find(bind("s3:GetObject", condition), bind("s3:PutObject", condition), is_one=is_one)
    slots = {slot for slot in keys.values if slot[1] == key.lower()}
    assert slots == ({(-1, key.lower())} if shared else {(0, key.lower()), (1, key.lower())})
    assert {keys.slot(at, key.lower()) for at in (0, 1)} == slots


def test_a_value_that_depends_on_another_open_key_is_not_exact() -> None:
    keys = find(bind("s3:GetObject", {"StringEquals": {"k:owner": "${k:team}"}}))
    assert {key for _, key in keys.values} == {"k:owner", "k:team"}
    assert not keys.is_exact


def test_a_variable_in_resource_is_tried_with_one_value() -> None:
    bound = bind("s3:GetObject", {}, resource="arn:aws:s3:::data/${aws:userid}")
    keys = find(bound)
    assert ("0-any",) in values(keys, "aws:userid")
    assert not keys.is_exact


def test_a_key_of_a_known_shape_has_only_such_values() -> None:
    bound = bind("s3:GetObject", {"StringLike": {"aws:userid": ["AROAOWN:*", "AROAOTHER:*"]}})
    shaped = BoundRequest(_with_shape(bound, {"aws:userid": "AROAOWN:*"}), bound.policy_set)
    found = values(find(shaped), "aws:userid")
    assert {value[0].partition(":")[0] for value in found if value} == {"AROAOWN"}
    free = {value[0].partition(":")[0] for value in values(find(bound), "aws:userid") if value}
    assert {"AROAOWN", "AROAOTHER"} <= free


def _with_shape(bound: BoundRequest, shapes: Mapping[str, str]) -> Any:
    return type(bound.request)(**{**vars(bound.request), "shapes": shapes})


def test_the_next_key_is_one_that_leaves_a_statement_open() -> None:
    bound = bind("s3:GetObject", {**OFFICE, "StringEquals": {"k:x": "a"}})
    decisions = [bound.decide()]
    keys = OpenKeys((bound,), decisions, lambda *_: True, is_one=False)
    first = keys.choose((bound,), {}, decisions)
    assert first is not None
    assert first[1] in {"aws:sourceip", "k:x"}
    second = keys.choose((bound,), {first: ()}, decisions)
    assert second is not None
    assert {first[1], second[1]} == {"aws:sourceip", "k:x"}
    assert keys.choose((bound,), {first: (), second: ()}, decisions) is None


@pytest.mark.parametrize(
    ("key", "expected"),
    [("aws:sourceip", True), ("aws:principaltag/team", True), ("aws:principalarn", True),
     ("sts:externalid", True), ("aws:requestedregion", False), ("aws:resourcetag/a", False)],
)  # fmt: skip
def test_keys_of_the_session_are_those_of_the_caller_and_its_network(
    key: str, *, expected: bool
) -> None:
    assert is_session_key(key) is expected
