"""Policies that anyone may use are narrowed to the account, and nothing else of them changes."""

import json
from typing import Any

import pytest

from ringwall.catalog.policy_closing import (
    PolicyPlace,
    close_policy,
    is_for_anyone,
    list_statements,
    names_everyone,
)
from ringwall.model.change import Change, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.finding import Finding
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.questions import check_no_new_access

ACCOUNT = "111111111111"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
VENDOR = "arn:aws:iam::999999999999:root"
FINDING = Finding(
    uid="u",
    rule="sns.topic_policy_is_not_public",
    title="",
    severity="critical",
    layer="data",
    account_id=ACCOUNT,
    region="eu-west-1",
    resources=("arn:t",),
    reason="",
    first_seen=0,
    last_seen=0,
)
OPEN = {"Sid": "a", "Effect": "Allow", "Principal": "*", "Action": "sns:*", "Resource": "arn:t"}
OWN = {**OPEN, "Sid": "b", "Principal": {"AWS": ROOT}}
CONDITION = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}


def close(canned: type[Any], policy: Any) -> list[Change]:
    place = PolicyPlace(
        "sns.get_topic_attributes",
        {},
        "Attributes.Policy",
        lambda text: Write("sns.set_topic_attributes", {"AttributeValue": text}),
        ("NotFound",),
    )
    answer = policy
    if not isinstance(policy, CallFailed):
        answer = {"Attributes": {} if policy is None else {"Policy": json.dumps(policy)}}
    return list(close_policy(FINDING, canned({"sns.get_topic_attributes": answer}), place))


@pytest.mark.parametrize(
    ("principal", "narrowed"),
    [
        ("*", {"AWS": ROOT}),
        ({"AWS": "*"}, {"AWS": ROOT}),
        ({"AWS": ["*"]}, {"AWS": ROOT}),
        ({"AWS": ["*", VENDOR, ROOT]}, {"AWS": [ROOT, VENDOR]}),
        (
            {"AWS": "*", "Service": "s3.amazonaws.com"},
            {"AWS": ROOT, "Service": "s3.amazonaws.com"},
        ),
    ],
)
def test_everyone_becomes_the_account(canned: type[Any], principal: Any, narrowed: Any) -> None:
    before = {"Version": "2012-10-17", "Id": "x", "Statement": [{**OPEN, "Principal": principal}]}
    (change,) = close(canned, before)
    after = json.loads(change.write.parameters["AttributeValue"])
    assert after == {**before, "Statement": [{**OPEN, "Principal": narrowed}]}
    assert change.undo
    assert json.loads(change.undo.parameters["AttributeValue"]) == before
    assert change.blast == "availability"
    answer = check_no_new_access(read_policy(before), read_policy(after), "RESOURCE")
    assert answer.verdict == "pass"


def test_other_statements_stay_as_they_are(canned: type[Any]) -> None:
    deny = {**OPEN, "Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    (change,) = close(canned, {"Statement": [deny, OPEN, OWN]})
    told = json.loads(change.write.parameters["AttributeValue"])["Statement"]
    assert told == [deny, {**OPEN, "Principal": {"AWS": ROOT}}, OWN]


def test_a_statement_without_a_list_around_it_is_read(canned: type[Any]) -> None:
    (change,) = close(canned, {"Statement": OPEN})
    told = json.loads(change.write.parameters["AttributeValue"])["Statement"]
    assert told == [{**OPEN, "Principal": {"AWS": ROOT}}]
    assert list_statements(None) == []


@pytest.mark.parametrize("policy", [None, {"Statement": [OWN]}, CallFailed("no", "NotFound")])
def test_what_is_not_public_is_left(canned: type[Any], policy: Any) -> None:
    assert close(canned, policy) == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ({**OPEN, "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}}, "statement a"),
        ({**OPEN, "Condition": CONDITION}, "statement a"),
        (
            {"Effect": "Allow", "NotPrincipal": {"AWS": VENDOR}, "Action": "*", "Resource": "*"},
            "statement number 1",
        ),
    ],
)
def test_a_condition_is_left_to_a_person(canned: type[Any], statement: Any, name: str) -> None:
    with pytest.raises(NeedsHuman, match=f"arn:t: {name} lets anyone in whom its condition takes"):
        close(canned, {"Statement": [statement]})


def test_a_condition_that_anyone_meets_is_no_limit() -> None:
    assert is_for_anyone({**OPEN, "Condition": {"Bool": {"aws:SecureTransport": "true"}}})
    assert not is_for_anyone({**OPEN, "Condition": CONDITION})
    assert not is_for_anyone({**OPEN, "Effect": "Deny"})
    assert not names_everyone({"Service": "*"})
    assert not names_everyone(None)
