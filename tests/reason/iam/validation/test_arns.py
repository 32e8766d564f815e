"""ARNs, principals, Sids and policy variables that AWS does not accept as they are written."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import parse_policy
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.validation.arns import check_arns

ACCOUNT = "111122223333"


def problems(
    policy_type: PolicyType = "", version: str = "2012-10-17", **elements: Any
) -> list[str]:
    """Return code and path of each problem of a policy's only statement."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **elements}
    source = {"Version": version, "Statement": [statement]}
    policy = parse_policy(source, policy_type=policy_type).policy
    assert policy is not None
    found = check_arns(policy, policy.statements[0])
    return [f"{p.code} {p.path.removeprefix('Statement[0].')}" for p in found]


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        "arn:aws:s3:::b",
        "arn:aws:s3:::b/*",
        "arn:aws-cn:s3:::b",
        "arn:aws-us-gov:s3:::b",
        "arn:*:s3:::b",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/p",
        "arn:aws:sqs:eu-central-1:111122223333:q",
        "arn:aws:sqs:us-gov-west-1:111122223333:q",
        "arn:aws:sqs:*:*:q",
        "arn:aws:iam::111122223333:role/team/app",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:cloudfront::111122223333:distribution/E",
        "arn:aws:s3:*",
        "arn:aws:s3*",
        "arn:aw*",
        "arn:aws:sqs:us-east-*",
        "arn:aws:sqs:eu*",
        "arn:aws:sqs:us-east-1:1111*",
        "arn:aws:iam::aws*",
        "arn:aws:sqs:*:*",
        "arn:aws:s3::*b/*",
        "ar?:aws:s3:::b",
        "arn:aws:dynamodb:us-east-1:111122223333:table/t/index/*",
        "arn:aws:s3:::b/${aws:username}/*",
    ],
)
def test_a_sound_arn_has_no_problem(resource: str) -> None:
    assert problems(Resource=resource) == []


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        ("b/*", "invalid_arn_prefix"),
        ("arn", "missing_arn_field"),
        ("aws:arn:s3:::b", "invalid_arn_prefix"),
        ("arn:aws:s3:b", "missing_arn_field"),
        ("arn:aws:s3::b", "missing_arn_field"),
        ("arn:aws:s3::b/*", "missing_arn_field"),
        ("arn:aws:s3:b/*", "missing_arn_field"),
        ("arn:aws:s3:bucket*", "missing_arn_field"),
        ("arn:aws:b/*", "missing_arn_field"),
        ("arn:s3/*", "missing_arn_field"),
        ("arn:aws:sqs:us-east-1:q*2*", "missing_arn_field"),
        ("arn:amazon:s3:::b", "invalid_partition"),
        ("arn::s3:::b", "invalid_partition"),
        ("arn:aws:S3:::b", "invalid_arn_service_case"),
        ("arn:aws:SQS:us-east-1:111122223333:q", "invalid_arn_service_case"),
        ("arn:aws:s3:us-east-1::b", "arn_region_not_allowed"),
        ("arn:aws:iam:us-east-1:111122223333:role/app", "arn_region_not_allowed"),
        ("arn:aws:sqs:us-east:111122223333:q", "invalid_arn_region"),
        ("arn:aws:sqs:US-EAST-1:111122223333:q", "invalid_arn_region"),
        ("arn:aws:s3::111122223333:b", "arn_account_not_allowed"),
        ("arn:aws:sqs:us-east-1:1111:q", "invalid_arn_account"),
        ("arn:aws:sqs:us-east-1:my-account:q", "invalid_arn_account"),
        ("arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q", "variable_before_resource_part"),
    ],
)
@pytest.mark.parametrize("element", ["Resource", "NotResource"])
def test_what_is_wrong_with_an_arn_is_named(element: str, resource: str, code: str) -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", element: resource}
    policy = parse_policy({"Version": "2012-10-17", "Statement": [statement]}).policy
    assert policy is not None
    (problem,) = check_arns(policy, policy.statements[0])
    assert (problem.code, problem.path) == (code, f"Statement[0].{element}")


@pytest.mark.parametrize(
    ("policy_type", "expected"),
    [
        ("", []),
        ("resource", []),
        ("identity", ["invalid_arn_prefix Resource"]),
        ("endpoint", ["invalid_arn_prefix Resource"]),
    ],
)
def test_api_gateway_has_a_short_form(policy_type: PolicyType, expected: list[str]) -> None:
    assert problems(policy_type, Resource="execute-api:/stage/*") == expected


@pytest.mark.parametrize(
    ("policy_type", "sid", "expected"),
    [
        ("identity", "Read1", []),
        ("identity", "", []),
        ("identity", "Read it", ["unsupported_sid Sid"]),
        ("scp", "Read-it", ["unsupported_sid Sid"]),
        ("resource", "Read it", []),
        ("trust", "Read-it", []),
        ("endpoint", "Read it", []),
        ("", "Read it", []),
    ],
)
def test_sids_of_iam_have_letters_and_digits_alone(
    policy_type: PolicyType, sid: str, expected: list[str]
) -> None:
    assert problems(policy_type, Sid=sid) == expected


@pytest.mark.parametrize(
    ("principal", "code"),
    [
        ("*", ""),
        ({"AWS": ACCOUNT}, ""),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, ""),
        ({"AWS": f"arn:aws-cn:iam::{ACCOUNT}:role/app"}, ""),
        ({"AWS": f"arn:aws:sts::{ACCOUNT}:assumed-role/app/s"}, ""),
        ({"AWS": "AROAEXAMPLEID1234"}, ""),
        ({"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E"}, ""),
        ({"AWS": "ann"}, "invalid_principal_format"),
        ({"AWS": "1111"}, "invalid_principal_format"),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/*"}, "invalid_principal_format"),
        ({"AWS": f"arn:aws:s3::{ACCOUNT}:b"}, "invalid_principal_format"),
        ({"AWS": "arn:aws:iam::1111:root"}, "invalid_principal_format"),
        ({"Service": "ec2.amazonaws.com"}, ""),
        ({"Service": "ec2.amazonaws.com.cn"}, ""),
        ({"Service": "ec2.c2s.ic.gov"}, ""),
        ({"Service": "alexa-appkit.amazon.com"}, ""),
        ({"Service": "logs.us-east-1.amazonaws.com"}, ""),
        ({"Service": "ec2"}, "invalid_service_principal_format"),
        ({"Service": "*"}, "invalid_service_principal_format"),
        ({"Service": "ec2.example.com"}, "invalid_service_principal_format"),
        ({"Federated": "whatever"}, ""),
    ],
)
def test_principals_are_written_as_aws_takes_them(principal: Any, code: str) -> None:
    expected = [f"{code} Principal"] if code else []
    assert problems("resource", Principal=principal) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("${aws:username}", ""),
        ("${aws:PrincipalTag/team}", ""),
        ("${aws:PrincipalTag/team, 'none'}", ""),
        ("${aws:PrincipalTag/team, ''}", ""),
        ("${*}${?}${$}", ""),
        ("$aws:username", ""),
        ("${aws:username", "missing_brace_in_variable"),
        ("${}", "empty_variable"),
        ("${ }", "empty_variable"),
        ("${aws:user name}", "unsupported_space_in_variable"),
        ("${aws:username, none}", "missing_quote_in_variable"),
        ("${aws:username, 'none}", "missing_quote_in_variable"),
    ],
)
def test_variables_are_written_as_aws_takes_them(text: str, code: str) -> None:
    expected = [f"{code} Resource"] if code else []
    assert problems(Resource=f"arn:aws:s3:::b/{text}") == expected
    expected = [f"{code} Condition.StringLike"] if code else []
    assert problems(Condition={"StringLike": {"s3:prefix": text}}) == expected


def test_the_old_version_has_no_variables() -> None:
    found = problems(version="2008-10-17", Resource="arn:aws:s3:::b/${aws:username}")
    assert found == ["variable_unsupported_in_version Resource"]


def test_actions_have_no_variables() -> None:
    (found,) = problems(Action="s3:${aws:username}")
    assert found.startswith("variable_unsupported_in_element")
