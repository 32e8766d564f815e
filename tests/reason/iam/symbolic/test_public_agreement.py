"""`access external` and `access no-public` agree on what is public.

The one decides with the evaluator, one outsider after the other, the other with boxes, over all
requests: each is an oracle for the other. One that does not know must not contradict.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.relation.external import find_exposures
from ringwall.reason.iam.symbolic.public_access import check_no_public_access

Estate = Any
"""tests/reason/iam/conftest.py declares it."""
A, STRANGER = "111111111111", "333333333333"
OIDC = f"arn:aws:iam::{A}:oidc-provider/"
GITHUB, OWN = f"{OIDC}token.actions.githubusercontent.com", f"{OIDC}sso.example.com"
SAML = f"arn:aws:iam::{A}:saml-provider/corp"
SUB, AUD = (f"token.actions.githubusercontent.com:{claim}" for claim in ("sub", "aud"))
COGNITO = "cognito-identity.amazonaws.com"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
MOUNTED = "elasticfilesystem:AccessedViaMountTarget"
VARIABLE = {"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}}
OPERATORS = (
    *("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIfExists"),
    *("StringLikeIfExists", "ForAllValues:StringLike", "ForAnyValue:StringLike"),
    *("StringEqualsIgnoreCase", "ForAnyValue:StringEqualsIfExists", "StringNotLikeIfExists"),
)
KEYS: dict[str, tuple[str, ...]] = {
    "aws:PrincipalOrgID": ("o-1", "o-*"),
    "aws:PrincipalOrgPaths": ("o-1/r-1/*", "o-*/r-1/*"),
    "aws:PrincipalAccount": (A, "1*"),
    "aws:PrincipalArn": (f"arn:aws:iam::{STRANGER}:role/x", "arn:aws:iam::*:role/admin", "*"),
    "aws:PrincipalType": ("User", "AssumedRole", "Account", "FederatedUser", "Anonymous"),
    "aws:username": ("deploy", "*"),
    "aws:userid": ("AROAEXAMPLEID1234:*", "*:bob"),
    "aws:SourceArn": ("arn:aws:s3:::reports", "arn:aws:sns:*:*:*", f"arn:aws:sns:*:{A}:*"),
    "aws:SourceAccount": (A, "*"),
    "aws:SourceVpce": ("vpce-1", "vpce-*"),
    "aws:FederatedProvider": (SAML, GITHUB, f"{OIDC}*", COGNITO),
    "aws:PrincipalServiceName": ("sns.amazonaws.com", "*.amazonaws.com"),
    "aws:Referer": ("x",),
    "aws:PrincipalTag/team": ("red",),
}
FLAGS = ("aws:PrincipalIsAWSService", "aws:SecureTransport", "aws:ViaAWSService")
CONDITIONS: tuple[dict[str, Any], ...] = (
    *({operator: {key: value}} for key, values in KEYS.items() for value in values
      for operator in OPERATORS if "Like" in operator or "*" not in value),
    *({"Null": {key: value}} for key in KEYS for value in ("true", "false")),
    *({operator: {key: value}} for key in FLAGS for value in ("true", "false")
      for operator in ("Bool", "BoolIfExists", "StringEquals", "Null")),
    *({operator: {"aws:SourceIp": network}} for operator in ("IpAddress", "NotIpAddress")
      for network in ("203.0.113.0/24", "0.0.0.0/1", "10.0.0.0/8", "::/0")),
    {"Bool": {"aws:PrincipalIsAWSService": ["true", "false"]}},
    {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}},
    {"StringEqual": {"aws:UserAgent": "x"}},
    VARIABLE,
)  # fmt: skip
CLAIMS: tuple[dict[str, Any], ...] = (
    *({operator: {SUB: value}} for value in ("repo:acme/*", "repo:*", "*", "repo:a*", "repo:x/y:z")
      for operator in OPERATORS),
    *({"Null": {key: value}} for value in ("true", "false")
      for key in (SUB, "sso.example.com:sub")),
    {"StringEquals": {AUD: "sts.amazonaws.com"}},
    {"StringEquals": {"token.actions.githubusercontent.com:actor_id": "1"}},
    {"StringEquals": {"sso.example.com:sub": "x"}},
    {"StringNotEquals": {"sso.example.com:sub": "x"}},
    {"StringEquals": {f"{COGNITO}:aud": "eu-west-1:pool"}},
    {"ForAnyValue:StringLike": {f"{COGNITO}:amr": "authenticated"}},
    {"StringEquals": {"accounts.google.com:email": "a@example.com"}},
    {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
    {"StringEquals": {"sts:ExternalId": "secret"}},
)  # fmt: skip
PRINCIPALS: tuple[dict[str, Any], ...] = (
    {"Principal": "*"},
    {"Principal": {"AWS": "*"}},
    {"NotPrincipal": {"AWS": [f"arn:aws:iam::{A}:user/ann"]}},
    {"Principal": {"AWS": A}},
    {"Principal": {"AWS": f"arn:aws:iam::{STRANGER}:root"}},
    {"Principal": {"Service": "sns.amazonaws.com"}},
    {"Principal": {"Service": "*"}},
    {"Principal": {"CanonicalUser": CANONICAL}},
    {"Principal": {"CanonicalUser": "*"}},
    {"Principal": {"Federated": SAML}},
    {"Principal": {"Federated": "*"}},
)
PROVIDERS: tuple[dict[str, Any], ...] = (
    *({"Principal": {"Federated": name}} for name in (GITHUB, OWN, COGNITO, "accounts.google.com")),
    {"Principal": {"Federated": [GITHUB, OWN], "AWS": A}},
    {"Principal": {"Federated": [SAML, "graph.facebook.com"]}},
)
WAYS = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:*")
Statement = dict[str, Any]
Make = Callable[[], Estate]


def put(estate: Estate, kind: str, name: str, statements: list[Statement]) -> tuple[str, str]:
    """Add a resource with a policy; return its ARN and its type."""
    policy = {"Version": "2012-10-17", "Statement": statements}
    head = f"us-east-1:{A}"
    makers: dict[str, tuple[Callable[[], str], str]] = {
        "role": (
            lambda: estate.role(name, trust=statements),
            "AWS::IAM::AssumeRolePolicyDocument",
        ),
        "queue": (lambda: estate.queue(name, *statements), "AWS::SQS::Queue"),
        "bucket": (lambda: estate.bucket(name, *statements), "AWS::S3::Bucket"),
        "key": (lambda: estate.key(name, *statements), "AWS::KMS::Key"),
        "topic": (
            lambda: estate.add("sns_topic", f"arn:aws:sns:{head}:{name}", policy=policy),
            "AWS::SNS::Topic",
        ),
        "function": (
            lambda: estate.add(
                "lambda_function", f"arn:aws:lambda:{head}:function:{name}", policy=policy
            ),
            "AWS::Lambda::Function",
        ),
        "file system": (
            lambda: estate.add(
                "efs_file_system",
                f"arn:aws:elasticfilesystem:{head}:file-system/{name}",
                file_system_policy=policy,
            ),
            "AWS::EFS::FileSystem",
        ),
    }
    add, resource_type = makers[kind]
    return add(), resource_type


ACTIONS = {
    "queue": "sqs:SendMessage",
    "bucket": "s3:GetObject",
    "key": "kms:Decrypt",
    "topic": "sns:Publish",
    "function": "lambda:InvokeFunction",
    "file system": "elasticfilesystem:ClientMount",
}


def say(kind: str, principal: Statement, *conditions: Statement, **more: Any) -> Statement:
    """Return a statement whose conditions must all hold."""
    found: Statement = {"Effect": "Allow", **principal, **more}
    found.setdefault("Action", ACTIONS.get(kind, "sts:*"))
    if kind != "role":
        found["Resource"] = "*"
    block: dict[str, Any] = {}
    for condition in conditions:
        for operator, tests in condition.items():
            block[operator] = {**block.get(operator, {}), **tests}
    return {**found, "Condition": block}


def judge(
    make: Make, kind: str, cases: Iterable[list[Statement]]
) -> list[tuple[list[Statement], bool | None, bool | None]]:
    """Return policies with whether their resource is public, by `external` and by `no-public`."""
    estate = make()
    made = [(case, *put(estate, kind, f"r{at}", case)) for at, case in enumerate(cases)]
    organization = estate.read()
    answers = []
    for statements, arn, resource_type in made:
        found = find_exposures(organization, [organization.resources[arn]])
        public = {exposure.is_public for exposure in found}
        external = True if True in public else None if None in public else False
        policy = read_policy({"Version": "2012-10-17", "Statement": statements})
        verdict = check_no_public_access(policy, resource_type).verdict
        no_public = {"fail": True, "pass": False, "unknown": None}[verdict]
        answers.append((statements, external, no_public))
    return answers


def assert_agreement(make: Make, kind: str, cases: Iterable[list[Statement]]) -> set[bool | None]:
    """Compare the two for many policies; return the answers."""
    answers = judge(make, kind, cases)
    differing = [answer for answer in answers if answer[1] is not answer[2]]
    assert differing == []
    return {external for _, external, _ in answers}


def is_certain(condition: Statement) -> bool:
    return condition is not VARIABLE


@pytest.mark.parametrize("principal", PRINCIPALS, ids=lambda p: "-".join(map(str, p.values()))[:60])
def test_every_principal_with_a_sample_of_conditions(
    make_estate: Make, principal: Statement
) -> None:
    sample = [{}, *filter(is_certain, CONDITIONS[::7])]
    assert_agreement(make_estate, "queue", ([say("queue", principal, c)] for c in sample))


def test_every_condition_on_everyone(make_estate: Make) -> None:
    cases = ([say("queue", PRINCIPALS[0], c)] for c in CONDITIONS if is_certain(c))
    assert assert_agreement(make_estate, "queue", cases) == {True, False, None}


def test_every_condition_as_a_denial(make_estate: Make) -> None:
    everyone = say("topic", PRINCIPALS[0])
    cases = (
        [everyone, say("topic", PRINCIPALS[0], condition, Effect="Deny")]
        for condition in CONDITIONS[::2]
        if is_certain(condition)
    )
    assert assert_agreement(make_estate, "topic", cases) >= {True, False}


@pytest.mark.parametrize("way", WAYS)
def test_every_provider_with_every_claim(make_estate: Make, way: str) -> None:
    cases = (
        [say("role", principal, claim, Action=way)]
        for principal in (*PROVIDERS, *PRINCIPALS[::5])
        for claim in ({}, *(CLAIMS if way == WAYS[1] else CLAIMS[::6]))
    )
    answers = assert_agreement(make_estate, "role", cases)
    assert {True, False} <= answers


@pytest.mark.parametrize(
    ("kind", "condition", "expected"),
    [
        ("key", {"StringEquals": {"kms:CallerAccount": A}}, False),
        ("key", {"StringLike": {"kms:CallerAccount": "1*"}}, True),
        ("key", {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}, True),
        ("bucket", {"StringEquals": {"s3:DataAccessPointAccount": A}}, False),
        ("bucket", {"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/x"}}, True),
        ("bucket", {"StringEquals": {"s3:x-amz-acl": "private"}}, True),
        ("file system", {}, True),
        ("file system", {"Bool": {MOUNTED: "true"}}, False),
        ("file system", {"Bool": {MOUNTED: "false"}}, True),
        ("file system", {"BoolIfExists": {MOUNTED: "true"}}, True),
        ("file system", {"ForAllValues:Bool": {MOUNTED: "true"}}, True),
        ("file system", {"StringEquals": {MOUNTED: "true"}}, False),
        ("topic", {"StringEquals": {"sns:Endpoint": "a@acme.com"}}, False),
        ("topic", {"StringLike": {"sns:Endpoint": "*@acme.com"}}, True),
        ("topic", {"StringEquals": {"AWS:SourceOwner": A}}, False),
        ("function", {"StringEquals": {"lambda:EventSourceToken": "amzn1.ask.skill.x"}}, False),
        ("function", {"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}, True),
        # A GitHub trust without a subject was public to one and passed the other.
        ("role", {"StringEquals": {AUD: "sts.amazonaws.com"}}, True),
        ("role", {"StringLike": {SUB: "repo:acme/*"}}, False),
    ],
)
def test_known_answers(
    make_estate: Make, kind: str, condition: Statement, *, expected: bool
) -> None:
    principal = {"Principal": {"Federated": GITHUB} if kind == "role" else "*"}
    ((_, *answers),) = judge(make_estate, kind, [[say(kind, principal, condition)]])
    assert answers == [expected, expected]


@st.composite
def policies(draw: st.DrawFn) -> tuple[str, list[Statement]]:
    """Draw a kind of resource, and a policy of up to three statements with several conditions."""
    kind = draw(st.sampled_from(("queue", "role", "bucket")))
    conditions = st.sampled_from((*CONDITIONS, *(CLAIMS * 3 if kind == "role" else ())))
    principals = st.sampled_from((*PRINCIPALS, *(PROVIDERS * 2 if kind == "role" else ())))
    statements: list[Statement] = []
    for number in range(draw(st.integers(1, 3))):
        more = {"Action": draw(st.sampled_from(WAYS))} if kind == "role" else {}
        listed = draw(st.lists(conditions, max_size=3))
        if number and draw(st.booleans()):
            statements.append(say(kind, PRINCIPALS[0], *listed, Effect="Deny", **more))
        else:
            statements.append(say(kind, draw(principals), *listed, **more))
    return kind, statements


def compare(make: Make, kind: str, statements: list[Statement]) -> None:
    note(f"{kind} {statements}")
    ((_, external, no_public),) = judge(make, kind, [statements])
    if None not in (external, no_public):
        assert external is no_public


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(drawn=policies())
def test_no_policy_is_public_to_one_and_not_to_the_other(
    make_estate: Make, drawn: tuple[str, list[Statement]]
) -> None:
    compare(make_estate, *drawn)


@pytest.mark.slow
@settings(deadline=None, max_examples=3_000)
@given(drawn=policies())
def test_no_policy_of_many_is_public_to_one_and_not_to_the_other(
    make_estate: Make, drawn: tuple[str, list[Statement]]
) -> None:
    compare(make_estate, *drawn)
