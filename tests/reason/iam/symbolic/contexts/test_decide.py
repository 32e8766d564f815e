"""One question over all contexts: always, conditional, never, unknown; a context as proof."""

import time
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY, PolicySet
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.evaluation.settings import ResourceSettings
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.decide import decide_request, decide_session
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits, is_session_key

ACCOUNT, OTHER = "111122223333", "444455556666"
ANN, APP = f"arn:aws:iam::{ACCOUNT}:user/ann", f"arn:aws:iam::{ACCOUNT}:role/app"
OBJECT = "arn:aws:s3:::data/k"
MFA = "aws:MultiFactorAuthPresent"
ALL_A = {"ForAllValues:StringEquals": {"k:tags": "a"}}
SOME_A = {"ForAnyValue:StringEquals": {"k:tags": "a"}}
INSIDE, OFFICE = {"aws:SourceIp": "10.0.0.0/8"}, {"aws:SourceIp": "203.0.113.0/24"}


def allow(action: Any = "*", resource: Any = "*", **condition: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition}


def deny(action: Any = "*", **condition: Any) -> dict[str, Any]:
    return {**allow(action, **condition), "Effect": "Deny"}


def policy(*statements: Mapping[str, Any]) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def request(action: str = "s3:GetObject", context: Any = None, **more: Any) -> Request:
    return make_request(
        more.pop("principal", ANN),
        action,
        more.pop("resource", OBJECT),
        context,
        resource_account=ACCOUNT,
        is_complete=False,
        **more,
    )


def decide(*own: Mapping[str, Any], context: Any = None, **policy_set: Any) -> AccessAnswer:
    """Return the answer to one question about the owner's user under these statements."""
    return put(request(context=context), PolicySet((policy(*own),), **policy_set))


def put(asked: Request, policy_set: PolicySet, admits: Admits = lambda *_: True) -> AccessAnswer:
    return decide_request((BoundRequest(asked, policy_set),), admits)


def together(*statements: Mapping[str, Any], actions: Any) -> AccessAnswer:
    """Return whether one session may take all of these actions."""
    policy_set = PolicySet((policy(*statements),))
    return decide_session(BoundRequest(request(action), policy_set) for action in actions)


def test_what_no_condition_touches_is_decided_for_all_contexts() -> None:
    assert decide(allow()).verdict == "always"
    assert decide(allow("sqs:*")).verdict == "never"
    assert decide(allow(), deny("s3:Get*")).verdict == "never"


def test_what_takes_a_condition_is_allowed_sometimes_and_shows_when() -> None:
    access = decide(allow(IpAddress=INSIDE))
    assert (access.verdict, access.residual) == (
        "conditional",
        ("IpAddress aws:sourceip 10.0.0.0/8",),
    )
    assert access.witness["aws:sourceip"][0].startswith("10.")
    assert access.is_possible


def test_what_is_denied_unless_is_allowed_sometimes() -> None:
    access = decide(allow(), deny(BoolIfExists={MFA: "false"}))
    assert access.verdict == "conditional"
    assert access.residual == ("unless BoolIfExists aws:multifactorauthpresent false",)
    assert access.witness == {"aws:multifactorauthpresent": ("true",)}


def test_conditions_that_never_hold_together_allow_nothing() -> None:
    scp = (policy(allow(), deny(NotIpAddress=OFFICE)),)
    assert decide(allow(IpAddress=INSIDE), scp_levels=(scp,)).verdict == "never"
    assert decide(allow(IpAddress=OFFICE), scp_levels=(scp,)).verdict == "conditional"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"IpAddress": INSIDE}, {"NotIpAddress": INSIDE}),
        (
            {"StringEquals": {"aws:PrincipalTag/a": "x"}},
            {"StringNotEquals": {"aws:PrincipalTag/a": "x"}},
        ),
        ({"Null": {MFA: "true"}}, {"Null": {MFA: "false"}}),
        ({"Bool": {MFA: "true"}}, {"BoolIfExists": {MFA: "false"}}),
        ({"NumericLessThan": {"k:n": "5"}}, {"NumericGreaterThanEqualsIfExists": {"k:n": "5"}}),
        ({"StringLike": {"k:x": "a*"}}, {"StringNotLike": {"k:x": "a*"}}),
        (
            {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}},
            {"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["a"]}},
        ),
    ],
)
def test_a_thing_and_its_contrary_allow_always(one: Any, other: Any) -> None:
    assert decide(allow(**one), allow(**other)).verdict == "always"
    assert decide(allow(**one), deny(**one)).verdict == "never"
    assert decide(allow(**one)).verdict == "conditional"


def test_a_false_that_is_absent_is_neither() -> None:
    assert decide(allow(Bool={MFA: "true"}), allow(Bool={MFA: "false"})).verdict == "conditional"


def test_what_the_context_knows_is_not_tried() -> None:
    own = allow(IpAddress=INSIDE)
    assert decide(own, context={"aws:SourceIp": "10.1.2.3"}).verdict == "always"
    assert decide(own, context={"aws:SourceIp": "8.8.8.8"}).verdict == "never"
    assert decide(own, context={"aws:SourceIp": []}).verdict == "never"


def test_a_variable_that_is_known_is_put_in() -> None:
    own = allow(StringEquals={"k:owner": "${aws:username}"})
    access = decide(own)
    assert (access.verdict, access.witness) == ("conditional", {"k:owner": ("ann",)})
    assert decide(own, context={"k:owner": "eve"}).verdict == "never"
    assert decide(own, deny(StringNotEquals={"k:owner": "eve"})).verdict == "never"


def test_a_star_that_a_variable_brings_is_a_star() -> None:
    own = allow(StringLike={"k:owner": "${k:name}"})
    known = {"k:name": "*"}
    assert decide(own, deny(StringEquals={"k:owner": "*"}), context=known).verdict == "never"
    assert decide(own, context=known).witness == {"k:owner": ("*",)}


def test_a_variable_that_is_absent_matches_nothing_unless_it_has_a_default() -> None:
    absent: dict[str, Any] = {"k:name": []}
    bare = allow(StringEquals={"k:owner": "${k:name}"})
    defaulted = allow(StringEquals={"k:owner": "${k:name, 'nobody'}"})
    assert decide(bare, context=absent).verdict == "never"
    assert decide(defaulted, context=absent).witness == {"k:owner": ("nobody",)}


def test_a_variable_that_is_unknown_is_tried() -> None:
    access = decide(allow(StringEquals={"k:owner": "${k:name}"}))
    assert access.verdict in {"conditional", "unknown"}
    resource = allow("*", "arn:aws:s3:::${k:bucket}/*")
    assert decide(resource).verdict in {"conditional", "unknown"}


@pytest.mark.parametrize(
    ("condition", "denial", "expected"),
    [
        (ALL_A, {"Null": {"k:tags": "true"}}, "conditional"),
        (ALL_A, SOME_A, "conditional"),
        (SOME_A, ALL_A, "conditional"),
        (SOME_A, {"ForAnyValue:StringLike": {"k:tags": "*"}}, "never"),
        (SOME_A, {"Null": {"k:tags": "false"}}, "never"),
    ],
)
def test_several_values_are_told_apart_as_sets(condition: Any, denial: Any, expected: str) -> None:
    assert decide(allow(**condition), deny(**denial)).verdict == expected


def test_a_key_that_is_a_number_and_a_text_is_not_called_closed() -> None:
    own = allow(NumericLessThan={"k:x": "5"}, StringNotLike={"k:x": "a*"})
    assert decide(own, context={"k:x": "3"}).verdict == "always"
    assert decide(own).verdict in {"conditional", "unknown"}


def test_an_any_and_not_all_takes_two_values() -> None:
    access = decide(allow(**SOME_A), deny(**ALL_A))
    values = access.witness["k:tags"]
    assert "a" in values
    assert len(values) > 1


@pytest.mark.parametrize("policy_type", ["boundaries", "resource", "session"])
def test_a_policy_that_was_not_collected_leaves_it_open(policy_type: str) -> None:
    access = decide(allow(), **{policy_type: UNKNOWN_POLICY})
    assert (access.verdict, access.is_possible) == ("unknown", False)
    assert len(access.unknown) == 1
    assert "not collected" in access.unknown[0]
    assert decide(deny(), **{policy_type: UNKNOWN_POLICY}).verdict == "never"


def test_a_condition_that_decides_makes_an_unknown_policy_matter_or_not() -> None:
    access = decide(allow(Bool={MFA: "true"}), boundaries=UNKNOWN_POLICY)
    assert access.verdict == "unknown"
    public = {**allow(Bool={MFA: "true"}), "Principal": "*"}
    access = decide(resource=(*UNKNOWN_POLICY, policy(public)))
    assert access.verdict == "unknown"


def test_an_unknown_that_no_key_or_policy_names_is_unknown_all_the_same() -> None:
    public = policy({**allow(), "Principal": "*"})
    restricted = ResourceSettings((), restricts_public=None).add_to(PolicySet(resource=(public,)))
    stranger = request(principal="anonymous")
    assert evaluate(stranger, restricted).verdict == "unknown"
    assert put(stranger, restricted).verdict == "unknown"
    session = {"AWS": [f"arn:aws:sts::{ACCOUNT}:assumed-role/app/run", ACCOUNT]}
    named = PolicySet(resource=(policy({**allow(), "Principal": session}),))
    assert put(request(principal=APP), named).verdict == "unknown"


def test_values_that_may_not_be_are_not_tried() -> None:
    policy_set = PolicySet((policy(allow(StringEquals={"k:org": ["o-1", "o-2"]})),))
    ours = put(request(), policy_set, lambda _, values: "o-1" not in values)
    assert ours.witness == {"k:org": ("o-2",)}
    nobody = put(request(), policy_set, lambda _, values: not values)
    assert nobody.verdict == "never"


def test_of_several_grants_those_of_the_example_count() -> None:
    access = decide(allow(Bool={MFA: "true"}), allow(IpAddress=INSIDE))
    (text,) = access.residual
    key = text.split()[1]
    assert [k for k, values in access.witness.items() if values] == [key]


def test_a_session_is_the_same_in_all_of_its_requests() -> None:
    own = (allow("s3:Get*", Bool={MFA: "true"}), allow("s3:Put*", Null={MFA: "true"}))
    assert together(*own, actions=["s3:GetObject"]).verdict == "conditional"
    assert together(*own, actions=["s3:PutObject"]).verdict == "conditional"
    assert together(*own, actions=["s3:GetObject", "s3:PutObject"]).verdict == "never"


def test_each_request_has_tags_of_its_own() -> None:
    own = (
        allow("s3:Get*", StringEquals={"aws:RequestTag/x": "1"}),
        allow("s3:Put*", Null={"aws:RequestTag/x": "true"}),
    )
    assert together(*own, actions=["s3:GetObject", "s3:PutObject"]).verdict == "conditional"


def test_all_requests_must_be_allowed() -> None:
    assert together(allow(), actions=["s3:GetObject", "s3:PutObject"]).verdict == "always"
    assert together(allow("s3:Get*"), actions=["s3:GetObject", "s3:PutObject"]).verdict == "never"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("aws:multifactorauthpresent", True),
        ("aws:principaltag/team", True),
        ("aws:sourceip", True),
        ("aws:requesttag/x", False),
        ("s3:prefix", False),
    ],
)
def test_keys_of_the_session_are_told_from_those_of_a_request(key: str, *, expected: bool) -> None:
    assert is_session_key(key) is expected


def test_too_many_keys_end_in_unknown_and_in_time() -> None:
    keys = [f"k:{at}" for at in range(60)]
    odd = [allow(StringEquals={a: "1"}, StringNotEquals={b: "1"}) for a, b in pairwise(keys)]
    shut = [deny(StringEquals={a: "1"}) for a in keys]
    begin = time.process_time()
    access = decide(*odd, *shut)
    assert (access.verdict, access.unknown) == (
        "unknown",
        ("more conditions than can be evaluated",),
    )
    assert time.process_time() - begin < 5
