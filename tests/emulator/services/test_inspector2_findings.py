from typing import Any

import pytest
from security_accounts import make_accounts

from ringwall.emulator.app import Emulator
from ringwall.emulator.security.inspector import put_coverage, put_inspector_finding

OWN, HERE = "123456789012", "us-east-1"
INSTANCE = f"arn:aws:ec2:us-east-1:{OWN}:instance/i-1"


def put(app: Emulator, account: str = OWN, **more: Any) -> str:
    finding = {
        "type": "PACKAGE_VULNERABILITY",
        "title": "CVE-2026-1 - openssl",
        "description": "A flaw.",
        "severity": "HIGH",
        "inspectorScore": 7.5,
        "resources": [{"type": "AWS_EC2_INSTANCE", "id": "i-1", "tags": {"env": "prod"}}],
        "packageVulnerabilityDetails": {"vulnerabilityId": "CVE-2026-1", "source": "NVD"},
        **more,
    }
    with app.mounted():
        return put_inspector_finding(app.state, account, HERE, finding)


def text(value: str, comparison: str = "EQUALS") -> list[dict[str, str]]:
    return [{"comparison": comparison, "value": value}]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, 2),
        ({"severity": text("HIGH")}, 1),
        ({"severity": text("HIGH", "NOT_EQUALS")}, 1),
        ({"title": text("CVE-", "PREFIX")}, 2),
        ({"vulnerabilityId": text("CVE-2026-2")}, 1),
        ({"resourceTags": [{"comparison": "EQUALS", "key": "env", "value": "dev"}]}, 1),
        ({"inspectorScore": [{"lowerInclusive": 7.0, "upperInclusive": 10.0}]}, 1),
        ({"findingStatus": text("ACTIVE"), "resourceId": text("i-2")}, 1),
        ({"resourceType": text("AWS_LAMBDA_FUNCTION")}, 0),
    ],
)
def test_findings_are_found_by_filters(
    client: Any, emulator: Emulator, criteria: Any, expected: int
) -> None:
    put(emulator)
    put(
        emulator,
        severity="LOW",
        inspectorScore=2.0,
        title="CVE-2026-2 - curl",
        packageVulnerabilityDetails={"vulnerabilityId": "CVE-2026-2", "source": "NVD"},
        resources=[{"type": "AWS_EC2_INSTANCE", "id": "i-2", "tags": {"env": "dev"}}],
    )
    found = client("inspector2").list_findings(filterCriteria=criteria)["findings"]
    assert len(found) == expected


def test_unknown_filters_are_refused_loudly(client: Any, refusal: Any) -> None:
    criteria = {"vulnerablePackages": [{"name": {"comparison": "EQUALS", "value": "openssl"}}]}
    call = client("inspector2").list_findings
    assert refusal(call, filterCriteria=criteria) == ("UnknownOperationException", 501)


def test_administrator_sees_what_members_find_and_all_are_told(
    client: Any, emulator: Emulator
) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    client("inspector2").enable_delegated_admin_account(delegatedAdminAccountId=admin)
    above = client("inspector2", admin)
    above.associate_member(accountId=dev)
    client("securityhub", dev).enable_security_hub()
    arn = put(emulator, dev)
    (found,) = above.list_findings(sortCriteria={"field": "SEVERITY", "sortOrder": "DESC"})[
        "findings"
    ]
    assert (found["findingArn"], found["awsAccountId"]) == (arn, dev)
    told = [e for e in emulator.state.published if e.source == "aws.inspector2"]
    assert [(e.account_id, e.detail_type) for e in told] == [
        (dev, "Inspector2 Finding"),
        (admin, "Inspector2 Finding"),
    ]
    assert told[0].resources == ("i-1",)
    (shown,) = client("securityhub", dev).get_findings()["Findings"]
    assert (shown["Id"], shown["ProductName"]) == (arn, "Inspector")
    counts = above.list_finding_aggregations(aggregationType="ACCOUNT")["responses"]
    assert counts == [
        {
            "accountAggregation": {
                "accountId": dev,
                "severityCounts": {"all": 1, "critical": 0, "high": 1, "medium": 0},
            }
        }
    ]


def test_filters_suppress_what_is_here_and_what_comes(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    inspector = client("inspector2")
    put(emulator)
    new = {"name": "quiet", "action": "SUPPRESS", "filterCriteria": {"severity": text("HIGH")}}
    arn = inspector.create_filter(**new)["arn"]
    assert refusal(inspector.create_filter, **new)[0] == "BadRequestException"
    put(emulator)
    put(emulator, severity="LOW")

    def statuses() -> list[str]:
        found = inspector.list_findings()["findings"]
        return sorted(finding["status"] for finding in found)

    assert statuses() == ["ACTIVE", "SUPPRESSED", "SUPPRESSED"]
    inspector.tag_resource(resourceArn=arn, tags={"a": "b"})
    (kept,) = inspector.list_filters(action="SUPPRESS")["filters"]
    assert (kept["name"], kept["tags"]) == ("quiet", {"a": "b"})
    assert inspector.list_tags_for_resource(resourceArn=arn)["tags"] == {"a": "b"}
    inspector.update_filter(filterArn=arn, action="NONE")
    assert statuses() == ["ACTIVE"] * 3
    inspector.delete_filter(arn=arn)
    assert refusal(inspector.delete_filter, arn=arn)[0] == "ResourceNotFoundException"


def test_coverage_is_what_was_put_in(client: Any, emulator: Emulator) -> None:
    resource = {"resourceType": "AWS_EC2_INSTANCE", "resourceId": "i-1", "scanType": "PACKAGE"}
    put_coverage(emulator.state, OWN, HERE, resource)
    inspector = client("inspector2")
    (found,) = inspector.list_coverage()["coveredResources"]
    assert found == {"accountId": OWN, **resource}
    criteria = {"resourceId": [{"comparison": "NOT_EQUALS", "value": "i-1"}]}
    assert inspector.list_coverage(filterCriteria=criteria)["coveredResources"] == []
