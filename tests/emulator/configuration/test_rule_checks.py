"""Managed rules against items of their type."""

from typing import Any

import pytest

from ringwall.emulator.configuration.items import ConfigurationItem
from ringwall.emulator.configuration.recorded_types import RECORDED
from ringwall.emulator.configuration.rule_checks import CHECKS, evaluate_rule

OPEN = {"ipProtocol": "tcp", "fromPort": 20, "toPort": 30, "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}


def make_item(kind: str, configuration: Any = None, more: Any = None) -> ConfigurationItem:
    given = (configuration or {}, more or {})
    return ConfigurationItem("1", "us-east-1", kind, "x", "x", "arn", *given, {}, None, "")


@pytest.mark.parametrize(
    ("rule", "item", "expected"),
    [
        ("ENCRYPTED_VOLUMES", {"encrypted": True}, "COMPLIANT"),
        ("ENCRYPTED_VOLUMES", {}, "NON_COMPLIANT"),
        ("INCOMING_SSH_DISABLED", {"ipPermissions": [OPEN]}, "NON_COMPLIANT"),
        ("INCOMING_SSH_DISABLED", {"ipPermissions": [OPEN | {"toPort": 21}]}, "COMPLIANT"),
        ("INCOMING_SSH_DISABLED", {"ipPermissions": [OPEN | {"ipRanges": []}]}, "COMPLIANT"),
        (
            "INCOMING_SSH_DISABLED",
            {"ipPermissions": [{"ipProtocol": "-1", "ipv6Ranges": [{"cidrIpv6": "::/0"}]}]},
            "NON_COMPLIANT",
        ),
        ("EC2_IMDSV2_CHECK", {"metadataOptions": {"httpTokens": "required"}}, "COMPLIANT"),
        ("EC2_IMDSV2_CHECK", {"metadataOptions": {"httpTokens": "optional"}}, "NON_COMPLIANT"),
        ("RDS_INSTANCE_PUBLIC_ACCESS_CHECK", {"publiclyAccessible": True}, "NON_COMPLIANT"),
        (
            "VPC_DEFAULT_SECURITY_GROUP_CLOSED",
            {"groupName": "default", "ipPermissionsEgress": [OPEN]},
            "NON_COMPLIANT",
        ),
    ],
)
def test_rules(rule: str, item: dict[str, Any], expected: str) -> None:
    (found,) = evaluate_rule(rule, iter([make_item(CHECKS[rule][0], item)]))
    assert found.compliance == expected


def test_versioning_is_beside_the_configuration() -> None:
    rule, kind = "S3_BUCKET_VERSIONING_ENABLED", "AWS::S3::Bucket"
    for status, expected in (("Enabled", "COMPLIANT"), ("Suspended", "NON_COMPLIANT")):
        more = {"BucketVersioningConfiguration": {"status": status}}
        (found,) = evaluate_rule(rule, iter([make_item(kind, {}, more)]))
        assert found.compliance == expected


def test_a_rule_is_about_its_own_type_alone() -> None:
    assert list(evaluate_rule("ENCRYPTED_VOLUMES", iter([make_item("AWS::S3::Bucket")]))) == []
    other = make_item("AWS::EC2::SecurityGroup", {"groupName": "web"})
    assert list(evaluate_rule("VPC_DEFAULT_SECURITY_GROUP_CLOSED", iter([other]))) == []
    assert list(evaluate_rule("NO_SUCH_RULE", iter([other]))) == []


def test_every_rule_is_about_a_type_that_is_recorded() -> None:
    assert {kind for kind, _ in CHECKS.values()} <= RECORDED.keys()
