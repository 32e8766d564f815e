"""Documents: which log they are about, and what a rule, a correlation and a filter are read as."""

from pathlib import Path

import pytest
from sigma.correlations import SigmaCorrelationRule
from sigma.filters import SigmaFilter
from sigma.rule import SigmaRule
from sigma_cases import SOURCE, load_rules, make_rule

from ringwall.detect.sigma.documents import read_rule

DETECTION = {"selection": {"eventName": "X"}, "condition": "selection"}


@pytest.mark.parametrize(
    "source",
    [
        {"service": "cloudtrail"},
        {"product": "AWS", "service": "CloudTrail"},
        {"category": "management", "product": "aws", "service": "cloudtrail"},
        {"product": "aws", "definition": "data events of S3"},
    ],
)
def test_a_log_source_is_cloudtrail(source: dict[str, str], tmp_path: Path) -> None:
    assert load_rules(tmp_path, [make_rule(DETECTION, logsource=source)]).rules


@pytest.mark.parametrize(
    "source",
    [
        {"category": "process_creation", "product": "aws"},
        {"product": "azure", "service": "cloudtrail"},
        {"product": "aws", "service": "route53"},
    ],
)
def test_a_log_source_is_another(source: dict[str, str], tmp_path: Path) -> None:
    [left] = load_rules(tmp_path, [make_rule(DETECTION, logsource=source)]).skipped
    assert left.kind == "other_source"


def test_an_id_that_is_no_uuid_is_a_name() -> None:
    rule = read_rule(make_rule(DETECTION, id="CT-0001"))
    assert isinstance(rule, SigmaRule)
    assert (rule.id, rule.name) == (None, "CT-0001")
    named = read_rule(make_rule(DETECTION, id="CT-0001", name="one"))
    assert isinstance(named, SigmaRule)
    assert named.name == "one"
    nameless = read_rule(make_rule(DETECTION, id=""))
    assert isinstance(nameless, SigmaRule)
    assert (nameless.id, nameless.name) == (None, None)


def test_a_document_is_one_of_three_kinds() -> None:
    correlation = {"type": "temporal", "rules": ["one"], "timespan": "5m"}
    rules = {"rules": ["one"], "selection": {"eventName": "X"}, "condition": "selection"}
    assert isinstance(read_rule({"title": "a", "correlation": correlation}), SigmaCorrelationRule)
    assert isinstance(read_rule({"title": "a", "logsource": SOURCE, "filter": rules}), SigmaFilter)
