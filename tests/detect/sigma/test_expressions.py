"""Regular expressions: what is one, and that what is none is said once, and not on the terminal."""

import re
from pathlib import Path

import pytest
from sigma.exceptions import SigmaRegularExpressionError
from sigma_cases import load_rules, make_rule

from ringwall.detect.sigma.expressions import QuietExpressions, make_policy


def test_flags_are_kept() -> None:
    engine = QuietExpressions()
    assert engine.compile("^b.c", re.IGNORECASE | re.MULTILINE | re.DOTALL).search("a\nB\nC")
    assert not engine.compile("^b").search("a\nb")


@pytest.mark.parametrize("pattern", ["(", r"(a)\1", "(?=a)", "((a{100}){100}){100}", "\x1b[31m("])
def test_what_is_none_is_an_error_and_prints_nothing(
    pattern: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(QuietExpressions().error):
        QuietExpressions().compile(pattern)
    detection = {"selection": {"userAgent|re": pattern}, "condition": "selection"}
    [left] = load_rules(tmp_path, [make_rule(detection)]).skipped
    assert "is invalid" in left.reason
    assert capfd.readouterr() == ("", "")


def test_a_long_expression_is_refused() -> None:
    QuietExpressions().compile("a" * 2_000)
    with pytest.raises(SigmaRegularExpressionError, match="more than 2,000 letters"):
        QuietExpressions().compile("a" * 2_001)


def test_rules_take_nothing_from_outside() -> None:
    policy = make_policy()
    assert isinstance(policy.regex_engine, QuietExpressions)
    assert not policy.allow_external_sources
    assert not policy.allow_template_vars
