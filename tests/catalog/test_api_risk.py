"""How dangerous an API is, and what it is good for."""

import csv

import pytest

from ringwall.catalog.api_risk import FILE, find_risk


@pytest.mark.parametrize(
    ("source", "operation", "risk", "tactic"),
    [
        ("iam", "CreateAccessKey", 1.0, "Privilege Escalation"),
        ("cloudtrail", "StopLogging", 0.7, "Defense Evasion"),
        ("s3", "GetObject", 0.5, "Exfiltration"),
        ("s3", "DeleteObject", 1.0, "Impact"),
        ("xray", "ListTags", 0.15, "Discovery"),
        ("xray", "DeleteTags", 0.35, "Impact"),
        ("xray", "", 0.35, ""),
        ("x'; --", "\x1b[2J", 0.35, ""),
    ],
)
def test_an_api_has_a_risk_and_a_tactic(
    source: str, operation: str, risk: float, tactic: str
) -> None:
    found = find_risk(f"{source}.amazonaws.com", operation)
    assert (found.risk, found.tactic) == (risk, tactic)


def test_each_line_of_the_table_is_whole() -> None:
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({(row["source"], row["api"]) for row in rows}) == len(rows) > 300
    for row in rows:
        assert row["source"].endswith(".amazonaws.com")
        assert 0 < float(row["risk"]) <= 1
