from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY, PolicySet
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.language.parse import read_policy

ACCOUNT, OTHER = "111122223333", "444455556666"
USER = f"arn:aws:iam::{ACCOUNT}:user/alice"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/run"
PRINCIPALS = st.sampled_from([USER, ROLE, SESSION, ACCOUNT, "sns.amazonaws.com", "anonymous"])
ELEMENTS = st.sampled_from(["*", *({"AWS": name} for name in (USER, ROLE, SESSION, ACCOUNT))])
VALUES = st.sampled_from(["1", "2", ["1", "2"]])
CONDITIONS = st.dictionaries(
    st.sampled_from(
        [
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIfExists",
            "Null",
            "ForAllValues:StringLike",
        ]
    ),
    st.dictionaries(st.sampled_from(["a:x", "a:y"]), VALUES, min_size=1),
    max_size=2,
)
CONTEXTS = st.dictionaries(
    st.sampled_from(["a:x", "a:y"]), st.sampled_from(["1", "2", ["1", "2"], None])
)
REQUESTS = st.builds(
    make_request,
    PRINCIPALS,
    st.sampled_from(["s3:GetObject", "s3:PutObject", "kms:Decrypt"]),
    st.sampled_from(["arn:aws:s3:::b/k", f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1"]),
    CONTEXTS,
    resource_account=st.sampled_from([ACCOUNT, OTHER, None]),
)


@st.composite
def statements(draw: st.DrawFn, principal: Any = None) -> dict[str, Any]:
    action = draw(st.sampled_from(["Action", "NotAction"]))
    resource = draw(st.sampled_from(["Resource", "NotResource"]))
    made: dict[str, Any] = {
        "Effect": draw(st.sampled_from(["Allow", "Deny"])),
        action: draw(st.sampled_from(["*", "s3:*", "s3:GetObject", ["kms:*", "s3:Put*"]])),
        resource: draw(st.sampled_from(["*", "arn:aws:s3:::b/*", "arn:aws:s3:::${a:x}/*"])),
        "Condition": draw(CONDITIONS),
    }
    if principal is not None:
        made["Principal"] = draw(principal)
    return made


def policies(principal: Any = None) -> st.SearchStrategy[CompiledPolicy]:
    return st.lists(statements(principal), min_size=1, max_size=3).map(compile_all)


def compile_all(found: list[dict[str, Any]]) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": found}))


def some(principal: Any = None) -> st.SearchStrategy[Any]:
    return st.lists(policies(principal), max_size=2).map(tuple)


LAYERS = st.builds(
    PolicySet,
    identity=some(),
    resource=some(ELEMENTS),
    boundaries=some(),
    session=some(),
    scp_levels=st.lists(some(), max_size=2).map(tuple),
    rcp_levels=st.lists(some(ELEMENTS), max_size=1).map(tuple),
    endpoint=some(ELEMENTS),
)


def verdict(request: Request, policy_set: PolicySet) -> str:
    return evaluate(request, policy_set).verdict


@given(REQUESTS, LAYERS, statements(ELEMENTS))
def test_a_further_deny_never_widens(
    request_: Request, policy_set: PolicySet, statement: dict[str, Any]
) -> None:
    more = compile_all([{**statement, "Effect": "Deny"}])
    before = verdict(request_, policy_set)
    after = verdict(request_, replace(policy_set, resource=(*policy_set.resource, more)))
    allowed = {"allowed": 2, "unknown": 1}
    assert allowed.get(after, 0) <= allowed.get(before, 0)


@given(REQUESTS, LAYERS, statements())
def test_a_further_allow_never_narrows(
    request_: Request, policy_set: PolicySet, statement: dict[str, Any]
) -> None:
    more = compile_all([{**statement, "Effect": "Allow"}])
    before = verdict(request_, policy_set)
    after = verdict(request_, replace(policy_set, identity=(*policy_set.identity, more)))
    allowed = {"allowed": 2, "unknown": 1}
    assert allowed.get(after, 0) >= allowed.get(before, 0)


@given(REQUESTS, st.lists(statements(), min_size=1, max_size=4), st.randoms())
def test_the_order_of_statements_never_matters(
    request_: Request, found: list[dict[str, Any]], random: Any
) -> None:
    mixed = random.sample(found, len(found))
    apart = PolicySet(identity=tuple(compile_all([statement]) for statement in mixed))
    together = PolicySet(identity=(compile_all(found),))
    assert verdict(request_, together) == verdict(request_, apart)


@given(PRINCIPALS, CONTEXTS, LAYERS, st.data())
def test_unknown_covers_what_any_value_would_answer(
    principal: str, context: dict[str, Any], policy_set: PolicySet, data: st.DataObject
) -> None:
    resource = "arn:aws:s3:::b/k"
    rough = make_request(principal, "s3:GetObject", resource, context, resource_account=ACCOUNT)
    guess = {k: data.draw(st.sampled_from(["1", "2", "x", []])) if v is None else v
             for k, v in context.items()}  # fmt: skip
    exact = make_request(principal, "s3:GetObject", resource, guess, resource_account=ACCOUNT)
    if (found := verdict(rough, policy_set)) != "unknown":
        # Where it is not allowed anyway, a value may still bring out an explicit deny.
        assert (found == "allowed") is (verdict(exact, policy_set) == "allowed")


@given(REQUESTS, LAYERS)
def test_a_refusal_names_its_layer_and_a_decision_its_statements(
    request_: Request, policy_set: PolicySet
) -> None:
    found = evaluate(request_, policy_set)
    match found.verdict:
        case "explicitly_denied":
            assert found.policy_type == found.statements[0].policy_type
            assert all(s.statement.statement.effect == "Deny" for s in found.statements)
        case "implicitly_denied":
            assert found.policy_type
            assert not found.statements
        case "allowed":
            assert not found.policy_type
            assert all(s.statement.statement.effect == "Allow" for s in found.statements)
            assert found.statements or request_.requester.kind == "root"
        case "unknown":
            assert found.unknown


def test_an_unknown_answer_says_what_it_hangs_on() -> None:
    policy = read_policy(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",\n'
        ' "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}]}',
        "p.json",
    )
    request = make_request(
        USER, "s3:GetObject", "arn:aws:s3:::b/k", {"aws:PrincipalOrgID": None},
        resource_account=ACCOUNT,
    )  # fmt: skip
    found = evaluate(request, PolicySet(identity=(CompiledPolicy(policy), *UNKNOWN_POLICY)))
    assert found.unknown == (
        "identity policies that were not collected or cannot be read",
        "identity p.json[0] (1:41): StringEquals aws:principalorgid",
    )


ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ALL = (compile_all([ALLOW_ALL]),)
NONE = (compile_all([{**ALLOW_ALL, "Action": "ec2:*"}]),)


def granted_to(name: str) -> tuple[CompiledPolicy, ...]:
    return (compile_all([{**ALLOW_ALL, "Principal": {"AWS": name}}]),)


@pytest.mark.parametrize(
    ("principal", "owner", "policy_set", "policy_type"),
    [
        (USER, ACCOUNT, PolicySet(), "identity"),
        (USER, ACCOUNT, PolicySet(identity=ALL, scp_levels=(ALL, NONE)), "scp"),
        (USER, ACCOUNT, PolicySet(identity=ALL, endpoint=NONE), "endpoint"),
        (USER, ACCOUNT, PolicySet(identity=ALL, boundaries=NONE), "boundary"),
        (SESSION, ACCOUNT, PolicySet(identity=ALL, session=NONE), "session"),
        (SESSION, ACCOUNT, PolicySet(resource=granted_to(ROLE), boundaries=NONE), "boundary"),
        (SESSION, ACCOUNT, PolicySet(resource=granted_to(ROLE), session=NONE), "session"),
        (SESSION, OTHER, PolicySet(resource=granted_to(ROLE), session=NONE), "identity"),
        (USER, OTHER, PolicySet(identity=ALL), "resource"),
        (USER, OTHER, PolicySet(identity=ALL, boundaries=ALL), "resource"),
        (ACCOUNT, OTHER, PolicySet(), "resource"),
        ("anonymous", ACCOUNT, PolicySet(), "resource"),
        ("sns.amazonaws.com", ACCOUNT, PolicySet(identity=ALL), "resource"),
    ],
)
def test_the_layer_that_stood_in_the_way(
    principal: str, owner: str, policy_set: PolicySet, policy_type: str
) -> None:
    request = make_request(principal, "s3:GetObject", "arn:aws:s3:::b/k", resource_account=owner)
    found = evaluate(request, policy_set)
    assert (found.verdict, found.policy_type) == ("implicitly_denied", policy_type)


def test_buckets_are_not_restricted_unless_said() -> None:
    public = (compile_all([{**ALLOW_ALL, "Principal": "*"}]),)
    request = make_request("anonymous", "s3:GetObject", "arn:aws:s3:::b/k")
    assert verdict(request, PolicySet(resource=public)) == "allowed"
    closed = PolicySet(resource=public, restricts_public=True)
    assert verdict(request, closed) == "implicitly_denied"
