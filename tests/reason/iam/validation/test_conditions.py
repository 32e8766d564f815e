"""Conditions that do not compare what they seem to compare."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.validation.conditions import check_conditions


def problems(effect: str = "Allow", **condition: Any) -> list[str]:
    """Return severity and code of each problem; `Null__IfExists` stands for `Null:IfExists`."""
    block = {name.replace("__", ":"): tests for name, tests in condition.items()}
    statement = {"Effect": effect, "Action": "*", "Resource": "*", "Condition": block}
    policy = read_policy({"Version": "2012-10-17", "Statement": statement})
    found = check_conditions(policy, policy.statements[0])
    return [f"{problem.severity} {problem.code}" for problem in found]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"StringLike": {"s3:prefix": ["a*", "b?"]}},
        {"StringEquals": {"s3:prefix": "${*}${?}"}},
        {"NumericLessThan": {"s3:max-keys": "10"}},
        {"DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}},
        {"DateLessThan": {"aws:CurrentTime": "1767225600"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"Null": {"aws:TokenIssueTime": "false"}},
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}},
        {
            "IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"},
            "StringEquals": {"aws:SourceVpc": "vpc-1"},
        },
        {"ForAllValues__StringEquals": {"aws:TagKeys": ["a", "b"]}},
        {"ForAnyValue__StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}},
        {"Null": {"aws:TagKeys": "false"}},
        {"ForAllValues__StringEquals": {"ec2:Unheard": "x"}},
    ],
)
def test_a_sound_condition_has_no_problem(condition: Any) -> None:
    assert problems(**condition) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"NullIfExists": {"aws:userid": "true"}}, "error null_with_if_exists"),
        ({"ForAllValues__Null": {"aws:TagKeys": "true"}}, "suggestion null_with_qualifier"),
        (
            {"Bool": {"aws:SecureTransport": ["true", "false"]}},
            "error invalid_condition_multiple_boolean",
        ),
        (
            {"Null": {"aws:userid": ["true", "false"]}},
            "error invalid_condition_multiple_boolean",
        ),
        (
            {"NumericLessThan": {"s3:max-keys": ["1", "2"]}},
            "suggestion redundant_condition_value_num",
        ),
        ({"NumericEquals": {"s3:max-keys": "ten"}}, "warning type_mismatch_number"),
        ({"DateEquals": {"aws:CurrentTime": "tomorrow"}}, "warning type_mismatch_date"),
        ({"Bool": {"aws:SecureTransport": "yes"}}, "warning type_mismatch_boolean"),
        ({"Null": {"aws:userid": "yes"}}, "warning type_mismatch_boolean"),
        ({"IpAddress": {"aws:SourceIp": "the office"}}, "warning type_mismatch_ip_range"),
        ({"DateLessThan": {"aws:CurrentTime": "2026"}}, "warning ambiguous_date"),
        ({"DateLessThan": {"aws:CurrentTime": "20260101"}}, "warning ambiguous_date"),
        ({"StringEquals": {"s3:prefix": "a*"}}, "warning wildcard_without_like_operator"),
        ({"StringNotEquals": {"s3:prefix": "a?"}}, "warning wildcard_without_like_operator"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.7/24"}}, "suggestion improve_ip_range"),
        ({"IpAddress": {"aws:SourceIp": "10.1.0.0/16"}}, "error private_ip_address"),
        ({"NotIpAddress": {"aws:SourceIp": "192.168.0.0/16"}}, "error private_not_ip_address"),
        (
            {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "172.16.0.0/12"]}},
            "suggestion private_ip_address_subset",
        ),
        (
            {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"]}},
            "suggestion private_not_ip_address_subset",
        ),
        (
            {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}},
            "security_warning missing_paired_condition_keys",
        ),
        ({"StringEquals": {"aws:TagKeys": "a"}}, "warning missing_qualifier"),
        ({"StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}, "warning missing_qualifier"),
        ({"StringEquals": {"dynamodb:Attributes": "a"}}, "warning missing_qualifier"),
        (
            {"ForAllValues__StringEquals": {"aws:PrincipalOrgID": "o-1"}},
            "security_warning for_all_values_with_single_valued_key",
        ),
        (
            {"ForAllValues__StringEquals": {"aws:PrincipalTag/team": "red"}},
            "security_warning for_all_values_with_single_valued_key",
        ),
        (
            {"ForAllValues__StringEquals": {"s3:prefix": "a"}},
            "security_warning for_all_values_with_single_valued_key",
        ),
    ],
)
def test_what_is_wrong_with_a_condition_is_named(condition: Any, expected: str) -> None:
    assert problems(**condition) == [expected]


def test_a_deny_may_ask_for_all_values_of_one() -> None:
    condition = {"ForAllValues__StringEquals": {"aws:PrincipalOrgID": "o-1"}}
    assert problems("Deny", **condition) == []


def test_a_network_wider_than_a_private_one_is_not_private() -> None:
    assert problems(IpAddress={"aws:SourceIp": "10.0.0.0/7"}) == []
    assert problems(IpAddress={"aws:SourceIp": "fc00::/7"}) == []


def test_a_problem_is_at_its_operator_and_key() -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*",
                 "Condition": {"StringEquals": {"s3:Prefix": "a*"}}}  # fmt: skip
    policy = read_policy({"Statement": [statement]})
    (problem,) = check_conditions(policy, policy.statements[0])
    assert problem.path == "Statement[0].Condition.StringEquals.s3:prefix"
    assert problem.message == "a*: StringEquals has no wildcards; use StringLike"
