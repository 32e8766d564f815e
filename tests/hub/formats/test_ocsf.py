import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from ringwall.hub.formats import write_findings
from ringwall.hub.summary import Summary
from ringwall.model.finding import Finding, Remediation

SCHEMA = Path(__file__).parents[1] / "schemas" / "ocsf-1.8.0-compliance_finding.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text()))
SEVERITIES = {2: "low", 3: "medium", 4: "high", 5: "critical"}
STATUSES = {1: "open", 3: "suppressed", 4: "resolved"}


def _write(findings: list[Finding], summary: Summary) -> list[dict[str, Any]]:
    out = StringIO()
    write_findings("ocsf", findings, out, summary)
    events = [json.loads(line) for line in out.getvalue().splitlines()]
    for event in events:
        VALIDATOR.validate(event)
    return events


def _read(event: Mapping[str, Any]) -> Finding:
    """Make the finding whole again, from the attributes of OCSF first."""
    info, kept = event["finding_info"], dict(event["unmapped"])
    mend = event.get("remediation", {"desc": "", "references": []})
    attacks = tuple(attack["technique"]["uid"] for attack in info.get("attacks", ()))
    return Finding(
        uid=info["uid"],
        rule=event["compliance"]["control"],
        title=info["title"],
        severity=SEVERITIES[event["severity_id"]],  # type: ignore[arg-type]
        account_id=event["cloud"]["account"]["uid"],
        region=event["cloud"]["region"],
        resources=tuple(resource["uid"] for resource in event["resources"]),
        reason=event["compliance"]["status_details"][0],
        first_seen=info["first_seen_time"],
        last_seen=info["last_seen_time"],
        status=STATUSES[event["status_id"]],  # type: ignore[arg-type]
        confidence=event["confidence_score"],
        why=info["desc"],
        compliance=tuple(kept.pop("compliance")),
        attacks=attacks,
        remediation=Remediation(
            mend["desc"], next(iter(mend["references"]), ""), kept.pop("playbook")
        ),
        **kept,
    )


def test_a_finding_is_a_compliance_finding_in_milliseconds(
    finding: Finding, summary: Summary
) -> None:
    (event,) = _write([finding], summary)
    assert (event["class_uid"], event["category_uid"]) == (2003, 2)
    assert (event["activity_id"], event["type_uid"]) == (2, 200302)
    assert (event["time"], event["severity_id"]) == (1_700_000_500_456, 4)
    assert event["metadata"]["version"] == "1.8.0"
    assert event["compliance"]["status_id"] == 3
    assert event["compliance"]["standards"] == ["CIS AWS Foundations 7.0.0", "FSBP"]
    assert event["compliance"]["requirements"] == ["2.1.4", "S3.8"]
    assert event["cloud"]["account"] == {
        "uid": "111111111111",
        "name": "prod",
        "type_id": 10,
        "type": "AWS Account",
    }
    (resource,) = event["resources"]
    assert (resource["uid"], resource["name"], resource["type"]) == (
        "arn:aws:s3:::acme-payroll",
        "acme-payroll",
        "s3",
    )
    assert event["remediation"] == {
        "desc": "Turn on all four settings.",
        "references": ["https://docs.aws.amazon.com/s3"],
    }


def test_a_finding_opens_goes_on_and_closes(finding: Finding, summary: Summary) -> None:
    first = replace(finding, last_seen=finding.first_seen)
    closed = replace(finding, status="resolved", resolved_at=1_700_000_900_000)
    events = _write([first, finding, closed], summary)
    assert [event["type_uid"] for event in events] == [200301, 200302, 200303]
    assert [event["status_id"] for event in events] == [1, 1, 4]
    assert [event["compliance"]["status"] for event in events] == ["Fail", "Fail", "Pass"]
    assert events[2]["time"] == 1_700_000_900_000


def test_an_unknown_is_no_failure_and_no_pass(unknown: Finding, summary: Summary) -> None:
    (event,) = _write([unknown], summary)
    assert (event["compliance"]["status_id"], event["compliance"]["status"]) == (0, "Unknown")


def test_the_schema_refuses_what_ocsf_does_not_know(finding: Finding, summary: Summary) -> None:
    (event,) = _write([finding], summary)
    for wrong in ({"layer": "data"}, {"severity_id": 7}, {"time": "2026"}, {"type_uid": 200401}):
        with pytest.raises(ValidationError):
            VALIDATOR.validate(event | wrong)
    with pytest.raises(ValidationError):
        VALIDATOR.validate({key: value for key, value in event.items() if key != "cloud"})


# Shrinking hostile findings takes minutes and says little more.
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_any_finding_validates_and_can_be_made_whole_again(
    data: st.DataObject, draw_hostile: Callable[[st.DataObject], list[Finding]], summary: Summary
) -> None:
    findings = draw_hostile(data)
    assert [_read(event) for event in _write(findings, summary)] == findings


def test_no_member_of_a_finding_is_forgotten(finding: Finding, summary: Summary) -> None:
    (event,) = _write([finding], summary)
    assert {field.name for field in fields(_read(event))} == {f.name for f in fields(finding)}
    assert _read(event) == finding


def test_what_a_detection_finds_is_a_detection_finding(finding: Finding, summary: Summary) -> None:
    out = StringIO()
    seen = replace(finding, class_uid=2004, attacks=("T1562.008",))
    write_findings("ocsf", [seen], out, summary)
    event = json.loads(out.getvalue())
    assert (event["class_uid"], event["class_name"]) == (2004, "Detection Finding")
    assert event["type_uid"] // 100 == 2004
    assert "compliance" not in event
    assert event["finding_info"]["attacks"] == [{"technique": {"uid": "T1562.008"}}]
