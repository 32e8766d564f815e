"""Kinds of threats by ARN and by name."""

import pytest

from ringwall.respond.resource_kinds import find_by_arn, find_by_name, find_place_of_rule

A = "123456789012"
KEY = "12345678-1234-1234-1234-123456789012"


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (f"arn:aws:ec2:eu-west-1:{A}:instance/i-0123456789abcdef0", ["instance"]),
        (f"arn:aws:ec2:eu-west-1:{A}:security-group/sg-01234567", ["security_group"]),
        ("arn:aws:ec2:eu-west-1::image/ami-01234567", ["image"]),
        ("arn:aws:s3:::data/people.csv", ["bucket"]),
        (f"arn:aws:lambda:eu-west-1:{A}:function:f:PROD", ["function"]),
        (f"arn:aws:rds:eu-west-1:{A}:cluster-snapshot:rds:orders-2026", ["snapshot"]),
        (f"arn:aws:ecs:eu-west-1:{A}:task/web/{'0' * 32}", ["task"]),
        (f"arn:aws:kms:eu-west-1:{A}:key/mrk-{'0' * 32}", ["key"]),
        (f"arn:aws:secretsmanager:eu-west-1:{A}:secret:a/b-AbCdEf", ["secret"]),
        (f"arn:aws:cloudtrail:eu-west-1:{A}:trail/all", ["trail"]),
        (f"arn:aws:organizations::{A}:account/o-0123456789/{A}", ["account"]),
        (f"arn:aws:sts::{A}:assumed-role/web/me", ["session", "role"]),
        (f"arn:aws:sqs:eu-west-1:{A}:orders", []),
    ],
)
def test_kinds_by_arn(arn: str, expected: list[str]) -> None:
    assert [kind for kind, _ in find_by_arn(arn)] == expected


def test_what_is_inside_a_resource_is_cut_off() -> None:
    assert list(find_by_arn("arn:aws:s3:::data/a:b/c")) == [("bucket", "arn:aws:s3:::data")]
    function = f"arn:aws:lambda:eu-west-1:{A}:function:f"
    assert list(find_by_arn(f"{function}:12")) == [("function", function)]


@pytest.mark.parametrize(
    ("name", "rule", "expected"),
    [
        ("f", "lambda.function_is_shared_outside", f"arn:aws:lambda:eu-west-1:{A}:function:f"),
        ("data", "s3.bucket_policy_is_changed", "arn:aws:s3:::data"),
        ("all", "cloudtrail.trail_is_stopped", f"arn:aws:cloudtrail:eu-west-1:{A}:trail/all"),
        ("shop", "rds.database_is_made_public", f"arn:aws:rds:eu-west-1:{A}:db:shop"),
        ("-shop", "rds.database_is_made_public", None),
        ("bob", "iam.user_is_created", f"arn:aws:iam::{A}:user/bob"),
        ("bob", "iam.new_user_gets_administrator", f"arn:aws:iam::{A}:user/bob"),
        ("bob", "iam.key_is_quarantined", f"arn:aws:iam::{A}:user/bob"),
        ("a.example", "route53.domain_is_redirected", "arn:aws:route53domains:::domain/a.example"),
        ("a..example", "route53.domain_is_redirected", None),
        (KEY, "cloudtrail.log_key_is_taken_away", f"arn:aws:kms:eu-west-1:{A}:key/{KEY}"),
        ("sg-01234567", "any.rule", f"arn:aws:ec2:eu-west-1:{A}:security-group/sg-01234567"),
        (A, "any.rule", A),
        ("bob", "iam.policies_change", None),
        ("f; x", "lambda.function_is_shared_outside", None),
        ("\N{ARABIC-INDIC DIGIT ONE}23456789012", "any.rule", None),
    ],
)
def test_names_by_the_rule_that_names_them(name: str, rule: str, expected: str | None) -> None:
    found = [arn for _, arn in find_by_name(name, rule, A, "eu-west-1")]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("config.recorder_is_stopped", [("service", f"{A} eu-west-1")]),
        ("securityhub.hub_is_disabled", [("service", f"{A} eu-west-1")]),
        ("ses.sending_is_explored", [("service", f"{A} eu-west-1")]),
        ("guardduty.Execution:Bedrock/Anomaly", [("service", f"{A} eu-west-1")]),
        ("guardduty.Recon:EC2/Portscan", []),
        ("ec2.gpu_instances_are_launched", [("account", A)]),
        ("ec2.instances_are_launched_in_many_regions", [("account", A)]),
        ("autoscaling.group_is_made_huge", [("account", A)]),
        ("ec2.instance_scans_ports", []),
    ],
)
def test_some_rules_are_about_a_service_or_an_account(
    rule: str, expected: list[tuple[str, str]]
) -> None:
    assert list(find_place_of_rule(rule, A, "eu-west-1")) == expected
