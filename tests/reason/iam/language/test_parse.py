import json
from typing import Any

import pytest

from ringwall.reason.iam.language.document import SourcePosition
from ringwall.reason.iam.language.parse import BadPolicy, parse_policy, read_policy
from ringwall.reason.iam.language.policy import (
    Condition,
    Patterns,
    PolicyType,
    PrincipalName,
    Principals,
)

GOOD = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def write(statement: Any, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statement, **more})


def codes(source: str, policy_type: PolicyType = "") -> set[str]:
    return {problem.code for problem in parse_policy(source, policy_type=policy_type).problems}


def test_every_element_is_read() -> None:
    statement = {
        "Sid": "one",
        "Effect": "Deny",
        "NotPrincipal": {"AWS": ["111122223333", "*"], "Service": "ec2.amazonaws.com"},
        "NotAction": ["S3:Get*", "iam:PassRole"],
        "NotResource": "arn:aws:s3:::b/*",
        "Condition": {
            "ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": ["a", 1]},
            "Bool": {"aws:SecureTransport": False},
        },
    }
    policy = read_policy(write(statement, Id="x"), "p.json")
    (found,) = policy.statements
    assert (policy.name, policy.id, policy.version) == ("p.json", "x", "2012-10-17")
    assert (found.sid, found.effect, found.index) == ("one", "Deny", 0)
    assert found.principal == Principals(
        (
            PrincipalName("AWS", "111122223333"),
            PrincipalName("AWS", "*"),
            PrincipalName("Service", "ec2.amazonaws.com"),
        ),
        negated=True,
    )
    assert found.action == Patterns(("s3:get*", "iam:passrole"), negated=True)
    assert found.resource == Patterns(("arn:aws:s3:::b/*",), negated=True)
    first, second = found.conditions
    assert (first.operator.name, first.key) == ("ForAnyValue:StringEqualsIfExists", "aws:tagkeys")
    assert first.values == ("a", "1")
    assert isinstance(second, Condition)
    assert second.values == ("false",)


def test_without_a_version_it_is_the_old_one_and_has_no_variables() -> None:
    policy = read_policy({"Statement": GOOD})
    assert policy.version == "2008-10-17"
    assert not policy.statements[0].variables


def test_anyone_is_one_thing_however_it_is_written() -> None:
    for anyone in ("*", {"AWS": "*"}, {"AWS": ["*"]}):
        policy = read_policy(write({**GOOD, "Principal": anyone}))
        principal = policy.statements[0].principal
        assert principal is not None
        assert [name.is_everyone for name in principal.names] == [True]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({**GOOD, "Effect": "allow"}, "bad_effect"),
        ({**GOOD, "Effect": None}, "bad_effect"),
        ({**GOOD, "NotAction": "s3:*"}, "both_elements"),
        ({**GOOD, "NotResource": "*"}, "both_elements"),
        ({**GOOD, "Principal": "*", "NotPrincipal": "*"}, "both_elements"),
        ({"Effect": "Allow", "Resource": "*"}, "missing_element"),
        ({**GOOD, "Action": 5}, "not_text"),
        ({**GOOD, "Action": ["s3:*", {}]}, "not_text"),
        ({**GOOD, "Sid": 1}, "not_text"),
        ({**GOOD, "Principal": "arn:aws:iam::111122223333:root"}, "bad_principal"),
        ({**GOOD, "Principal": {"Aws": "*"}}, "bad_principal"),
        ({**GOOD, "Condition": []}, "not_an_object"),
        ({**GOOD, "Condition": {"Bool": "x"}}, "not_an_object"),
        ({**GOOD, "Condition": {"Bool": {"k": {}}}}, "not_text"),
        ({**GOOD, "action": "s3:*"}, "unknown_element"),
        ("x", "not_an_object"),
    ],
)
def test_what_has_no_certain_meaning_is_no_policy(statement: Any, code: str) -> None:
    parsed = parse_policy(write(statement))
    assert parsed.policy is None
    assert code in {problem.code for problem in parsed.errors}


def test_a_duplicate_key_is_an_error_for_aws_takes_none() -> None:
    text = '{"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"}}'
    assert codes(text) == {"duplicate_key"}


def test_a_duplicate_sid_is_an_error_that_leaves_the_meaning() -> None:
    parsed = parse_policy(write([{**GOOD, "Sid": "a"}, {**GOOD, "Sid": "a"}, GOOD, GOOD]))
    assert [problem.code for problem in parsed.errors] == ["duplicate_sid"]
    assert parsed.policy is not None


def test_an_unknown_operator_is_a_warning_with_a_place_and_a_suggestion() -> None:
    text = (
        '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",\n'
        '  "Condition": {"StringEqual": {"a": "b"}}}}'
    )
    (problem,) = parse_policy(text).problems
    assert (problem.severity, problem.code) == ("warning", "unknown_operator")
    assert problem.position == SourcePosition(2, 17)
    assert problem.path == "Statement.Condition.StringEqual"
    assert problem.message.endswith("did you mean StringEquals?")


def test_lists_and_conditions_without_values_are_warned_of() -> None:
    assert codes(write({**GOOD, "Action": []})) == {"empty_list"}
    assert codes(write({**GOOD, "Condition": {"Bool": {}}})) == {"empty_condition"}
    assert codes(write({**GOOD, "Condition": {"Bool": {"a": []}}})) == {"empty_condition"}


@pytest.mark.parametrize(
    ("policy_type", "statement", "code"),
    [
        ("identity", {**GOOD, "Principal": "*"}, "unwanted_element"),
        ("resource", GOOD, "missing_element"),
        ("trust", {**GOOD, "Principal": "*"}, "unwanted_element"),
        ("scp", {"Effect": "Deny", "Action": "*"}, "missing_element"),
    ],
)
def test_each_kind_of_policy_has_its_own_elements(
    policy_type: PolicyType, statement: Any, code: str
) -> None:
    assert codes(write(statement), policy_type) == {code}
    assert codes(write(statement)) == set()


def test_a_bad_policy_names_file_line_and_column() -> None:
    with pytest.raises(BadPolicy) as caught:
        read_policy('{"Statement":\n {"Effect": "Maybe", "Action": "*"}}', "p.json")
    assert str(caught.value).startswith("p.json:2:3: Statement.Effect: error: Effect is 'Maybe'")


def test_a_policy_that_is_no_object_or_no_json_is_refused() -> None:
    assert codes("[]") == {"not_an_object"}
    assert codes("{}") == {"missing_element"}
    assert codes("{") == {"broken_json"}
    assert codes(write(GOOD, Version="2020-01-01")) == {"bad_version"}
