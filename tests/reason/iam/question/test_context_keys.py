"""Condition keys that follow from the organization: tags, ids, accounts, and what is absent."""

from typing import Any

import pytest

from ringwall.reason.iam.language.variables import UNKNOWN
from ringwall.reason.iam.question.question import make_question

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, STRANGER = "111111111111", "222222222222", "333333333333"
KEY = f"arn:aws:kms:us-east-1:{A}:key/1"
DATABASE = f"arn:aws:rds:us-east-1:{A}:db:main"
SESSION_TAGS = {
    "Effect": "Allow",
    "Principal": {"AWS": A},
    "Action": ["sts:AssumeRole", "sts:TagSession"],
}


def allow(action: Any, resource: Any = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def stop(estate: Estate, principal: str, context: Any = None) -> str:
    """Return whether a principal may stop a database: nothing but its own policies matters."""
    return str(estate.ask(principal, "rds:StopDBInstance", DATABASE, context).verdict)


def when(key: str, value: Any, operator: str = "StringEquals") -> dict[str, Any]:
    return allow("*", **{operator: {key: value}})


@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"team": "web"}, "always"), ({"team": "db"}, "never"), ({}, "never"), (None, "conditional")],
)
def test_a_principals_tags_are_known_where_they_were_read(
    estate: Estate, tags: Any, expected: str
) -> None:
    ann = estate.user("ann", when("aws:PrincipalTag/team", "web"), tags=tags)
    assert stop(estate, ann) == expected
    role = estate.role("app", when("aws:PrincipalTag/team", "web"), tags=tags)
    assert stop(estate, role) == expected


@pytest.mark.parametrize("tags", [{"team": "web"}, {"team": "db"}, {}])
def test_session_tags_make_a_roles_tags_open(estate: Estate, tags: Any) -> None:
    own = when("aws:PrincipalTag/team", "web")
    assert stop(estate, estate.role("app", own, trust=SESSION_TAGS, tags=tags)) == "conditional"
    assert stop(estate, estate.role("odd", own, trust=None, tags=tags)) == "conditional"


def test_a_denial_of_session_tags_alone_opens_nothing(estate: Estate) -> None:
    trust = [{**SESSION_TAGS, "Action": "sts:AssumeRole"}, {**SESSION_TAGS, "Effect": "Deny"}]
    role = estate.role("app", when("aws:PrincipalTag/team", "web"), trust=trust)
    assert stop(estate, role) == "never"


@pytest.mark.parametrize(
    "key",
    ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOwner"],
)
def test_keys_that_only_services_bring_are_absent_for_users(estate: Estate, key: str) -> None:
    assert stop(estate, estate.user("ann", when(key, A))) == "never"
    assert stop(estate, estate.user("bob", when(key, "true", "Null"))) == "always"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aws:PrincipalOrgID", "o-1"),
        ("aws:PrincipalAccount", A),
        ("aws:PrincipalArn", f"arn:aws:iam::{A}:user/ann"),
        ("aws:PrincipalType", "User"),
        ("aws:username", "ann"),
        ("aws:userid", "AIDAEXAMPLEEXAMPLE1"),
        ("aws:ResourceAccount", A),
        ("aws:ResourceOrgID", "o-1"),
        ("aws:PrincipalIsAWSService", "false"),
    ],
)
def test_who_asks_and_for_whose_resource_is_known(estate: Estate, key: str, value: str) -> None:
    estate.organization(A)
    ann = estate.user("ann", when(key, value), user_id="AIDAEXAMPLEEXAMPLE1")
    assert stop(estate, ann) == "always"
    eve = estate.user("eve", when(key, f"{value}x"))
    assert stop(estate, eve) == "never"


def test_the_place_in_the_tree_is_known(estate: Estate) -> None:
    estate.organization(A)
    below = when("aws:PrincipalOrgPaths", "o-1/r-1/ou-1/*", "ForAnyValue:StringLike")
    beside = when("aws:PrincipalOrgPaths", "o-1/r-1/ou-2/*", "ForAnyValue:StringLike")
    assert stop(estate, estate.user("ann", below)) == "always"
    assert stop(estate, estate.user("bob", beside)) == "never"


def test_an_account_of_no_organization_has_no_organization_id(estate: Estate) -> None:
    assert stop(estate, estate.user("ann", when("aws:PrincipalOrgID", "true", "Null"))) == "always"
    assert stop(estate, estate.user("bob", when("aws:PrincipalOrgID", "o-1"))) == "never"


def test_a_collected_account_outside_is_in_another_organization(estate: Estate) -> None:
    estate.organization(A)
    estate.bucket("far", account=B)
    outside = {"StringNotEquals": {"aws:ResourceOrgID": "o-1"}}
    ann = estate.user("ann", allow("s3:*", **outside), account=B)
    inside = {"StringEquals": {"aws:ResourceOrgID": "o-1"}}
    bob = estate.user("bob", allow("s3:*", **inside), account=B)
    assert estate.ask(bob, "s3:GetObject", "arn:aws:s3:::far/k").verdict == "never"
    # It may have SCPs and RCPs, of an organization that was not collected.
    answer = estate.ask(ann, "s3:GetObject", "arn:aws:s3:::far/k")
    assert answer.verdict == "unknown"
    assert [text.split()[1] for text in answer.unknown] == ["SCPs", "RCPs"]


def test_an_organization_that_was_not_collected_leaves_its_id_open(estate: Estate) -> None:
    arn = estate.user("ann")
    for table in ("organization", "account", "policy"):
        estate.cover(f"organizations_{table}", A, "denied")
    organization = estate.read()
    principal = organization.principals[arn]
    request = make_question(organization, principal, "s3:ListBuckets", "*").request
    keys = ("aws:principalorgid", "aws:principalorgpaths", "aws:resourceorgid")
    assert {request.context.get(key) for key in keys} == {UNKNOWN}


def test_the_time_is_that_of_the_snapshot(estate: Estate) -> None:
    past = when("aws:CurrentTime", "2020-01-01T00:00:00Z", "DateLessThan")
    future = when("aws:CurrentTime", "2020-01-01T00:00:00Z", "DateGreaterThan")
    captured = {"captured_at": "2024-05-06 07:08:09"}
    estate.role("any", **captured)
    assert stop(estate, estate.user("ann", past)) == "never"
    assert stop(estate, estate.user("bob", future)) == "always"


def test_where_a_caller_is_stays_open(estate: Estate) -> None:
    ann = estate.user("ann", when("aws:SourceIp", "10.0.0.0/8", "IpAddress"))
    assert stop(estate, ann) == "conditional"
    assert stop(estate, ann, {"aws:SourceIp": "10.1.2.3"}) == "always"
    assert stop(estate, ann, {"aws:SourceIp": "8.8.8.8"}) == "never"


def test_a_service_may_ask_on_a_users_behalf(estate: Estate) -> None:
    via = when("aws:ViaAWSService", "true", "Bool")
    assert stop(estate, estate.user("ann", via)) == "conditional"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"team": "web"}, "always"), ({"team": "db"}, "never"), (None, "conditional")],
)
def test_a_resources_tags_are_known_where_they_were_read(
    estate: Estate, tags: Any, expected: str
) -> None:
    tagged = allow("sqs:*", StringEquals={"aws:ResourceTag/team": "web"})
    queue = estate.queue("jobs", tags=tags)
    assert estate.ask(estate.user("ann", tagged), "sqs:SendMessage", queue).verdict == expected


def test_a_tag_must_match_the_principals_own(estate: Estate) -> None:
    own = {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}
    queue = estate.queue("jobs", tags={"team": "web"})
    ann = estate.user("ann", allow("sqs:*", StringEquals=own), tags={"team": "web"})
    bob = estate.user("bob", allow("sqs:*", StringEquals=own), tags={"team": "db"})
    assert estate.ask(ann, "sqs:SendMessage", queue).verdict == "always"
    assert estate.ask(bob, "sqs:SendMessage", queue).verdict == "never"


def test_a_tag_that_the_resource_does_not_have_is_absent(estate: Estate) -> None:
    tagged = allow("sqs:*", StringEquals={"aws:ResourceTag/team": "web"})
    queue = estate.queue("jobs", tags={"name": "jobs"})
    assert estate.ask(estate.user("ann", tagged), "sqs:SendMessage", queue).verdict == "never"


def test_the_tags_of_a_bucket_are_open(estate: Estate) -> None:
    tagged = allow("s3:*", StringEquals={"aws:ResourceTag/team": "web"})
    estate.bucket("data", tags={"team": "db"})
    assert estate.ask(
        estate.user("ann", tagged), "s3:GetObject", "arn:aws:s3:::data/k"
    ).verdict in {
        "conditional",
        "unknown",
    }


def test_a_callers_account_is_known_to_a_key(estate: Estate) -> None:
    named = {"StringEquals": {"kms:CallerAccount": A}}
    anybody = {**allow("kms:*"), "Principal": "*", "Condition": named}
    estate.key("1", anybody)
    ann, bob = estate.user("ann"), estate.user("bob", allow("kms:*"), account=B)
    assert estate.ask(ann, "kms:Decrypt", KEY).verdict == "always"
    assert estate.ask(bob, "kms:Decrypt", KEY).verdict == "never"


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("StringLike", "AROAOWN:*", "always"),
        ("StringLike", "AROAOTHER:*", "never"),
        ("StringNotLike", "AROAOTHER:*", "always"),
        ("StringLike", ["AROAOTHER:*", "AROAOWN:*"], "always"),
        ("StringLike", "*:deploy", "conditional"),
        ("StringEquals", "AROAOWN:deploy", "conditional"),
        ("StringEquals", "AROAOTHER:deploy", "never"),
        ("StringNotEquals", "AROAOWN:deploy", "conditional"),
        ("Null", "false", "always"),
        ("Null", "true", "never"),
    ],
)
def test_of_a_sessions_id_the_roles_is_known(
    estate: Estate, operator: str, value: Any, expected: str
) -> None:
    role = estate.role("app", when("aws:userid", value, operator), role_id="AROAOWN")
    assert stop(estate, role) == expected


def test_a_role_whose_id_is_not_known_may_be_any(estate: Estate) -> None:
    role = estate.role("app", when("aws:userid", "AROAOWN:*", "StringLike"), role_id=None)
    assert stop(estate, role) == "conditional"


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [("right", "always"), ("wrong", "never"), ("", "never"), (None, "conditional")],
)
@pytest.mark.parametrize("kind", ["user", "role"])
def test_the_boundary_of_who_is_acted_on_is_known(
    estate: Estate, boundary: str | None, expected: str, kind: str
) -> None:
    arns = {name: estate.managed(name, allow("*")) for name in ("right", "wrong")}
    add = estate.user if kind == "user" else estate.role
    target = add("target", permissions_boundary=boundary and arns[boundary])
    action = f"iam:Put{kind.title()}Policy"
    own = allow(action, target, StringEquals={"iam:PermissionsBoundary": arns["right"]})
    assert estate.ask(estate.user("ann", own), action, target).verdict == expected


def test_a_boundary_that_is_being_set_is_the_callers_choice(estate: Estate) -> None:
    right = estate.managed("right", allow("*"))
    target = estate.user("target")
    action = "iam:PutUserPermissionsBoundary"
    own = allow(action, target, StringEquals={"iam:PermissionsBoundary": right})
    assert estate.ask(estate.user("ann", own), action, target).verdict == "conditional"


@pytest.mark.parametrize("key", ["aws:ResourceTag/team", "iam:ResourceTag/team"])
@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"team": "web"}, "always"), ({"team": "db"}, "never"), ({}, "never"), (None, "conditional")],
)
def test_the_tags_of_who_is_acted_on_are_known(
    estate: Estate, key: str, tags: Any, expected: str
) -> None:
    target = estate.user("target", tags=tags)
    own = allow("iam:CreateAccessKey", target, StringEquals={key: "web"})
    assert estate.ask(estate.user("ann", own), "iam:CreateAccessKey", target).verdict == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"team": "web"}, "always"), ({"team": "db"}, "never"), (None, "conditional")],
)
def test_a_services_own_key_for_tags_is_known(estate: Estate, tags: Any, expected: str) -> None:
    secret = f"arn:aws:secretsmanager:us-east-1:{A}:secret:s-abcdef"
    estate.add("secretsmanager_secret", secret, resource_policy={}, tags=tags)
    read = "secretsmanager:GetSecretValue"
    own = allow(read, secret, StringEquals={"secretsmanager:ResourceTag/team": "web"})
    assert estate.ask(estate.user("ann", own), read, secret).verdict == expected


@pytest.mark.parametrize(("operator", "expected"), [("StringEquals", "never"), ("Null", "always")])
def test_a_request_without_the_key_has_no_boundary(
    estate: Estate, operator: str, expected: str
) -> None:
    right = estate.managed("right", allow("*"))
    target = estate.user("target", permissions_boundary=right)
    value = "true" if operator == "Null" else right
    own = allow("iam:CreateAccessKey", target, **{operator: {"iam:PermissionsBoundary": value}})
    assert estate.ask(estate.user("ann", own), "iam:CreateAccessKey", target).verdict == expected
