from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.compiled import CompiledPolicy
from ringwall.reason.iam.evaluate import evaluate
from ringwall.reason.iam.layers import Layers
from ringwall.reason.iam.parse import read_policy
from ringwall.reason.iam.request import Request, make_request

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
    Layers,
    identity=some(),
    resource=some(ELEMENTS),
    boundaries=some(),
    session=some(),
    scp_levels=st.lists(some(), max_size=2).map(tuple),
    rcp_levels=st.lists(some(ELEMENTS), max_size=1).map(tuple),
    endpoint=some(ELEMENTS),
)


def verdict(request: Request, layers: Layers) -> str:
    return evaluate(request, layers).verdict


@given(REQUESTS, LAYERS, statements(ELEMENTS))
def test_a_further_deny_never_widens(
    request_: Request, layers: Layers, statement: dict[str, Any]
) -> None:
    more = compile_all([{**statement, "Effect": "Deny"}])
    before = verdict(request_, layers)
    after = verdict(request_, replace(layers, resource=(*layers.resource, more)))
    allowed = {"allowed": 2, "unknown": 1}
    assert allowed.get(after, 0) <= allowed.get(before, 0)


@given(REQUESTS, LAYERS, statements())
def test_a_further_allow_never_narrows(
    request_: Request, layers: Layers, statement: dict[str, Any]
) -> None:
    more = compile_all([{**statement, "Effect": "Allow"}])
    before = verdict(request_, layers)
    after = verdict(request_, replace(layers, identity=(*layers.identity, more)))
    allowed = {"allowed": 2, "unknown": 1}
    assert allowed.get(after, 0) >= allowed.get(before, 0)


@given(REQUESTS, st.lists(statements(), min_size=1, max_size=4), st.randoms())
def test_the_order_of_statements_never_matters(
    request_: Request, found: list[dict[str, Any]], random: Any
) -> None:
    mixed = random.sample(found, len(found))
    apart = Layers(identity=tuple(compile_all([statement]) for statement in mixed))
    together = Layers(identity=(compile_all(found),))
    assert verdict(request_, together) == verdict(request_, apart)


@given(PRINCIPALS, CONTEXTS, LAYERS, st.data())
def test_unknown_covers_what_any_value_would_answer(
    principal: str, context: dict[str, Any], layers: Layers, data: st.DataObject
) -> None:
    resource = "arn:aws:s3:::b/k"
    rough = make_request(principal, "s3:GetObject", resource, context, resource_account=ACCOUNT)
    guess = {k: data.draw(st.sampled_from(["1", "2", "x", []])) if v is None else v
             for k, v in context.items()}  # fmt: skip
    exact = make_request(principal, "s3:GetObject", resource, guess, resource_account=ACCOUNT)
    if (found := verdict(rough, layers)) != "unknown":
        # Where it is not allowed anyway, a value may still bring out an explicit deny.
        assert (found == "allowed") is (verdict(exact, layers) == "allowed")


@given(REQUESTS, LAYERS)
def test_a_refusal_names_its_layer_and_a_decision_its_statements(
    request_: Request, layers: Layers
) -> None:
    found = evaluate(request_, layers)
    match found.verdict:
        case "explicitly_denied":
            assert found.layer == found.statements[0].layer
            assert all(s.statement.statement.effect == "Deny" for s in found.statements)
        case "implicitly_denied":
            assert found.layer
            assert not found.statements
        case "allowed":
            assert not found.layer
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
    found = evaluate(request, Layers(identity=(CompiledPolicy(policy), None)))
    assert found.unknown == (
        "identity policies that were not collected",
        "identity p.json[0] (1:41): StringEquals aws:principalorgid",
    )


ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ALL = (compile_all([ALLOW_ALL]),)
NONE = (compile_all([{**ALLOW_ALL, "Action": "ec2:*"}]),)


def granted_to(name: str) -> tuple[CompiledPolicy, ...]:
    return (compile_all([{**ALLOW_ALL, "Principal": {"AWS": name}}]),)


@pytest.mark.parametrize(
    ("principal", "owner", "layers", "layer"),
    [
        (USER, ACCOUNT, Layers(), "identity"),
        (USER, ACCOUNT, Layers(identity=ALL, scp_levels=(ALL, NONE)), "scp"),
        (USER, ACCOUNT, Layers(identity=ALL, endpoint=NONE), "endpoint"),
        (USER, ACCOUNT, Layers(identity=ALL, boundaries=NONE), "boundary"),
        (SESSION, ACCOUNT, Layers(identity=ALL, session=NONE), "session"),
        (SESSION, ACCOUNT, Layers(resource=granted_to(ROLE), boundaries=NONE), "boundary"),
        (SESSION, ACCOUNT, Layers(resource=granted_to(ROLE), session=NONE), "session"),
        (SESSION, OTHER, Layers(resource=granted_to(ROLE), session=NONE), "identity"),
        (USER, OTHER, Layers(identity=ALL), "resource"),
        (USER, OTHER, Layers(identity=ALL, boundaries=ALL), "resource"),
        (ACCOUNT, OTHER, Layers(), "resource"),
        ("anonymous", ACCOUNT, Layers(), "resource"),
        ("sns.amazonaws.com", ACCOUNT, Layers(identity=ALL), "resource"),
    ],
)
def test_the_layer_that_stood_in_the_way(
    principal: str, owner: str, layers: Layers, layer: str
) -> None:
    request = make_request(principal, "s3:GetObject", "arn:aws:s3:::b/k", resource_account=owner)
    found = evaluate(request, layers)
    assert (found.verdict, found.layer) == ("implicitly_denied", layer)


def test_buckets_are_not_restricted_unless_said() -> None:
    public = (compile_all([{**ALLOW_ALL, "Principal": "*"}]),)
    request = make_request("anonymous", "s3:GetObject", "arn:aws:s3:::b/k")
    assert verdict(request, Layers(resource=public)) == "allowed"
    closed = Layers(resource=public, restricts_public=True)
    assert verdict(request, closed) == "implicitly_denied"
