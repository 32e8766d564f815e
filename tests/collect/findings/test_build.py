"""Names and severities of findings from elsewhere."""

import pytest

from ringwall.catalog.loader import load_detections, load_rules
from ringwall.collect.findings.build import name_kind, rate_number, rate_word, write_arn


def test_no_kind_is_called_like_a_rule_of_ours() -> None:
    for rule in (*load_rules(), *load_detections()):
        service, _, name = rule.partition(".")
        assert name_kind(service, name) != rule  # type: ignore[arg-type]  # services of ours, too


@pytest.mark.parametrize(("kind", "name"), [("", "unknown"), ("A b", "Ab"), ("x", "type/x")])
def test_a_kind_is_one_word(kind: str, name: str) -> None:
    expected = "macie.type/unknown" if not kind else f"macie.{name}"
    assert name_kind("macie", kind) == expected


def test_severities() -> None:
    words = ["CRITICAL", "High", "UNTRIAGED", "Informational", "odd"]
    assert [rate_word(w) for w in words] == ["critical", "high", "medium", "low", "medium"]
    assert [rate_number(n) for n in (9, 8.9, 4, 0)] == ["critical", "high", "medium", "low"]


def test_arns() -> None:
    assert write_arn("iam", "", "1", "root", place="cn-north-1") == "arn:aws-cn:iam::1:root"
    assert write_arn("ec2", "eu-west-1", "1", "") == ""
