import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, ValidationError

from ringwall.hub.formats import write_findings
from ringwall.hub.summary import Summary
from ringwall.model.finding import Finding
from ringwall.model.rule import Severity

SCHEMA = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json"
VALIDATOR = Draft4Validator(json.loads(SCHEMA.read_text()))


def _write(findings: list[Finding], summary: Summary) -> dict[str, Any]:
    out = StringIO()
    write_findings("sarif", findings, out, summary)
    log: dict[str, Any] = json.loads(out.getvalue())
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_a_finding_is_a_result_with_its_rule(finding: Finding, summary: Summary) -> None:
    run = _write([finding, replace(finding, resources=("arn:aws:s3:::b",))], summary)
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == finding.rule
    assert rule["fullDescription"]["text"] == finding.why
    assert rule["help"]["text"] == f"{finding.why}\n\n{finding.remediation.text}"
    assert rule["helpUri"] == "https://docs.aws.amazon.com/s3"
    assert rule["properties"]["security-severity"] == "8.0"
    assert {"data", "FSBP/S3.8", "T1530"} <= set(rule["properties"]["tags"])
    first, second = run["results"]
    assert (first["ruleId"], first["level"], first["kind"]) == (finding.rule, "error", "fail")
    assert first["message"]["text"] == finding.reason
    assert first["partialFingerprints"] == {"ringwall/v1": finding.uid}
    (location,) = first["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "aws/111111111111/eu-west-1/s3/acme-payroll"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "arn:aws:s3:::acme-payroll"
    assert second["locations"] != first["locations"]


@pytest.mark.parametrize(
    ("severity", "level", "number"),
    [
        ("low", "note", "3.0"),
        ("medium", "warning", "5.5"),
        ("high", "error", "8.0"),
        ("critical", "error", "9.5"),
    ],
)
def test_severity_sets_the_level(
    finding: Finding, summary: Summary, severity: Severity, level: str, number: str
) -> None:
    run = _write([replace(finding, severity=severity)], summary)
    assert run["results"][0]["level"] == level
    assert run["tool"]["driver"]["rules"][0]["properties"]["security-severity"] == number


def test_states_of_a_finding(finding: Finding, unknown: Finding, summary: Summary) -> None:
    fresh = replace(finding, last_seen=finding.first_seen)
    resolved, suppressed = (replace(finding, status=s) for s in ("resolved", "suppressed"))
    results = _write([fresh, finding, resolved, suppressed, unknown], summary)["results"]
    assert [result["baselineState"] for result in results] == [
        "new",
        "unchanged",
        "absent",
        "unchanged",
        "unchanged",
    ]
    assert [("suppressions" in result) for result in results] == [False, False, False, True, False]
    assert (results[4]["kind"], results[4]["level"]) == ("open", "none")


def test_no_location_leads_out_of_its_folder(finding: Finding, summary: Summary) -> None:
    run = _write([replace(finding, resources=("..", "a/../../b"))], summary)
    uris = [
        location["physicalLocation"]["artifactLocation"]["uri"]
        for location in run["results"][0]["locations"]
    ]
    assert [".." in uri.split("/") for uri in uris] == [False, False]


def test_the_schema_refuses_what_sarif_does_not_know() -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate({"version": "2.1.0", "runs": [{"results": []}]})


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_any_finding_validates(
    data: st.DataObject, draw_hostile: Callable[[st.DataObject], list[Finding]], summary: Summary
) -> None:
    findings = draw_hostile(data)
    results = _write(findings, summary)["results"]
    assert len(results) == len(findings)
    for finding, result in zip(findings, results, strict=True):
        said = re.sub(r"\\([\\\[\]])", r"\1", result["message"]["text"])
        assert said in {finding.reason, finding.title}
        places = [place["logicalLocations"][0] for place in result["locations"]]
        assert tuple(place["fullyQualifiedName"] for place in places) == finding.resources
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri).startswith("aws/")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("[click](https://evil.example)", r"\[click\](https://evil.example)"),
        (r"\[click](https://evil.example)", r"\\\[click\](https://evil.example)"),
        ("[[1]](2)", r"\[\[1\]\](2)"),
        ("plain (text)", "plain (text)"),
    ],
)
def test_a_message_has_no_links(finding: Finding, summary: Summary, reason: str, said: str) -> None:
    out = StringIO()
    write_findings("sarif", [replace(finding, reason=reason)], out, summary)
    assert json.loads(out.getvalue())["runs"][0]["results"][0]["message"]["text"] == said
