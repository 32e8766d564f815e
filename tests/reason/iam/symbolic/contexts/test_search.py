"""The search over contexts against brute force: the evaluator asked about every context."""

import json
from collections.abc import Mapping, Sequence
from itertools import combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer, AccessVerdict
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.decide import decide_session
from ringwall.reason.iam.symbolic.contexts.open_keys import is_session_key

QUICK, THOROUGH = 200, 10_000
ACCOUNT = "111122223333"
ANN = f"arn:aws:iam::{ACCOUNT}:user/ann"
ACTIONS = ("s3:GetObject", "s3:PutObject")


def sets_of(*values: str) -> list[Values]:
    return [found for size in range(1, len(values) + 1) for found in combinations(values, size)]


def singles(*values: str) -> list[Values]:
    return [(value,) for value in values]


IF = "IfExists"
TEXT = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike")
NUMBER = ("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals")
SETS = tuple(f"{quantifier}:{name}" for quantifier in ("ForAllValues", "ForAnyValue")
             for name in ("StringEquals", "StringNotEquals"))  # fmt: skip
KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], list[Values]]] = {
    # By key: operators, values that policies name, and a value of every class of these.
    "k:text": (
        (*TEXT, *(f"{name}{IF}" for name in TEXT), "Null"),
        ("a", "ab", "a*", "?", "${aws:username}"),
        singles("a", "ab", "ax", "a*", "b", "?", "ann", "zzz"),
    ),
    "aws:principaltag/t": (TEXT, ("a", "b", "*"), singles("a", "b", "*", "z")),
    "aws:multifactorauthpresent": (
        ("Bool", f"Bool{IF}", "Null"),
        ("true", "false"),
        singles("true", "false"),
    ),
    "k:number": (
        (*NUMBER, *(f"{name}{IF}" for name in NUMBER), "Null"),
        ("1", "5"),
        singles("0", "1", "3", "5", "9"),
    ),
    "aws:sourceip": (
        ("IpAddress", "NotIpAddress", f"IpAddress{IF}"),
        ("10.0.0.0/8", "10.1.0.0/16"),
        singles("10.1.0.1", "10.2.0.1", "8.8.8.8", "2001:db8::1"),
    ),
    "aws:requesttag/x": (("StringEquals", "Null"), ("a", "b"), singles("a", "b", "z")),
    "aws:tagkeys": ((*SETS, "Null"), ("a", "b"), sets_of("a", "b", "z")),
}


def make_statement(random: Random, keys: Sequence[str]) -> dict[str, Any]:
    condition: dict[str, dict[str, Any]] = {}
    for key in random.sample(keys, random.randint(0, 2)):
        operators, values, _ = KEYS[key]
        operator = random.choice(operators)
        if operator == "Null":
            values = ("true", "false")
        chosen = random.sample(values, random.randint(1, min(2, len(values))))
        condition.setdefault(operator, {})[key] = chosen[:1] if operator == "Null" else chosen
    return {
        "Effect": random.choice(("Allow", "Allow", "Deny")),
        "Action": random.choice(("s3:*", "s3:*", *ACTIONS)),
        "Resource": "*",
        "Condition": condition,
    }


def make_policy(
    random: Random, keys: Sequence[str], *, by_principal: bool = False
) -> CompiledPolicy:
    statements = [make_statement(random, keys) for _ in range(random.randint(1, 3))]
    if by_principal:
        statements = [{**s, "Principal": random.choice(("*", {"AWS": ANN}))} for s in statements]
    note(json.dumps(statements))
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": statements}))


def make_policy_set(random: Random, keys: Sequence[str]) -> PolicySet:
    def some(most: int) -> tuple[CompiledPolicy, ...]:
        return tuple(make_policy(random, keys) for _ in range(random.randint(0, most)))

    resource = random.random() < 0.3
    return PolicySet(
        identity=(make_policy(random, keys),),
        boundaries=some(1),
        resource=(make_policy(random, keys, by_principal=True),) if resource else (),
        scp_levels=((make_policy(random, keys),),) if random.random() < 0.3 else (),
    )


def make_question(action: str, context: Mapping[str, Any], *, is_complete: bool) -> Request:
    return make_request(
        ANN, action, "arn:aws:s3:::data/k", context, resource_account=ACCOUNT,
        is_complete=is_complete,
    )  # fmt: skip


def every_context(keys: Sequence[str]) -> list[dict[str, Values]]:
    choices = [[(), *KEYS[key][2]] for key in keys]
    return [dict(zip(keys, values, strict=True)) for values in product(*choices)]


def brute_force(asked: Sequence[tuple[str, PolicySet]], keys: Sequence[str]) -> AccessVerdict:
    """Return what trying every session says, and in each every request of its own."""
    session = [key for key in keys if is_session_key(key)]
    own = [key for key in keys if not is_session_key(key)]
    some, every = False, True
    for shared in every_context(session):
        answers = []
        for action, policy_set in asked:
            verdicts = {
                evaluate(
                    make_question(action, {**shared, **more}, is_complete=True), policy_set
                ).verdict
                for more in every_context(own)
            }
            answers.append(("allowed" in verdicts, verdicts == {"allowed"}))
        some |= all(possible for possible, _ in answers)
        every &= all(certain for _, certain in answers)
    return "always" if every else "conditional" if some else "never"


def replay(access: AccessAnswer, asked: Sequence[tuple[str, PolicySet]]) -> None:
    """Check that a witness, filled in, is allowed: with nothing else known, and nothing else."""
    for is_complete in (False, True):
        for action, policy_set in asked:
            question = make_question(action, access.witness, is_complete=is_complete)
            assert evaluate(question, policy_set).verdict == "allowed"


def check(seed: int, requests: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    keys = random.sample(sorted(KEYS), 3)
    policy_set = make_policy_set(random, keys)
    asked = [(action, policy_set) for action in ACTIONS[:requests]]
    access = decide_session(
        BoundRequest(make_question(action, {}, is_complete=False), policy_set)
        for action, policy_set in asked
    )
    note(str(access))
    assert access.verdict == brute_force(asked, keys)
    one_context = requests == 1 or all(map(is_session_key, keys))
    if access.verdict == "conditional" and one_context:
        replay(access, asked)


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
SEEDS = st.integers(0, 2**64 - 1)


@settings(COMMON, max_examples=QUICK)
@given(SEEDS)
def test_one_request_is_as_trying_every_context_says(seed: int) -> None:
    check(seed, 1)


@settings(COMMON, max_examples=QUICK // 3)
@given(SEEDS)
def test_a_session_is_as_trying_every_context_says(seed: int) -> None:
    check(seed, 2)


@pytest.mark.slow
@settings(COMMON, max_examples=THOROUGH)
@given(SEEDS)
def test_one_request_is_as_trying_every_context_says_at_length(seed: int) -> None:
    check(seed, 1)


@pytest.mark.slow
@settings(COMMON, max_examples=THOROUGH // 3)
@given(SEEDS)
def test_a_session_is_as_trying_every_context_says_at_length(seed: int) -> None:
    check(seed, 2)
