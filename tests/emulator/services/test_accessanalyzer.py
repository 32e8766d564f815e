from typing import Any

import pytest
from security_accounts import make_accounts

from ringwall.emulator.app import Emulator
from ringwall.emulator.security.analyzers import find_analyzers, put_analyzer_finding

OWN, HERE = "123456789012", "us-east-1"
BUCKET = "arn:aws:s3:::shared"


@pytest.fixture
def analyzer(client: Any) -> tuple[Any, str]:
    """Return a client and the ARN of an analyzer of the account."""
    found = client("accessanalyzer")
    return found, found.create_analyzer(analyzerName="own", type="ACCOUNT")["arn"]


def put(app: Emulator, **more: Any) -> str:
    finding = {
        "resource": BUCKET,
        "resourceType": "AWS::S3::Bucket",
        "isPublic": False,
        "action": ["s3:GetObject"],
        "principal": {"AWS": "210987654321"},
        **more,
    }
    with app.mounted():
        held = find_analyzers(app.state, OWN, HERE)["own"]
        return put_analyzer_finding(app.state, held, finding)


def test_analyzers_are_kept_one_of_each_type(refusal: Any, analyzer: Any) -> None:
    client, arn = analyzer
    found = client.get_analyzer(analyzerName="own")["analyzer"]
    assert (found["arn"], found["type"], found["status"]) == (arn, "ACCOUNT", "ACTIVE")
    call = client.create_analyzer
    assert refusal(call, analyzerName="own", type="ACCOUNT")[0] == "ConflictException"
    assert refusal(call, analyzerName="two", type="ACCOUNT")[0] == "ServiceQuotaExceededException"
    client.create_analyzer(
        analyzerName="unused", type="ACCOUNT_UNUSED_ACCESS", configuration={"unusedAccess": {}}
    )
    (unused,) = client.list_analyzers(type="ACCOUNT_UNUSED_ACCESS")["analyzers"]
    assert unused["configuration"] == {"unusedAccess": {"unusedAccessAge": 90}}
    client.tag_resource(resourceArn=arn, tags={"a": "b"})
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"a": "b"}
    client.delete_analyzer(analyzerName="own")
    assert refusal(client.get_analyzer, analyzerName="own")[0] == "ResourceNotFoundException"


def test_organization_is_analyzed_by_its_delegate(client: Any, refusal: Any) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    organizations, principal = client("organizations"), "access-analyzer.amazonaws.com"
    new = {"analyzerName": "all", "type": "ORGANIZATION"}
    above = client("accessanalyzer", admin)
    assert refusal(above.create_analyzer, **new)[0] == "ValidationException"
    organizations.enable_aws_service_access(ServicePrincipal=principal)
    organizations.register_delegated_administrator(AccountId=admin, ServicePrincipal=principal)
    above.create_analyzer(**new)
    assert refusal(client("accessanalyzer", dev).create_analyzer, **new)[0] == "ValidationException"


def test_findings_are_those_that_were_put_in(
    client: Any, emulator: Emulator, refusal: Any, analyzer: Any
) -> None:
    own, arn = analyzer
    client("securityhub").enable_security_hub()
    assert own.list_findings(analyzerArn=arn)["findings"] == []
    made = put(emulator)
    found = own.get_finding(analyzerArn=arn, id=made)["finding"]
    assert (found["resource"], found["status"]) == (BUCKET, "ACTIVE")
    newer = own.get_finding_v2(analyzerArn=arn, id=made)
    assert newer["findingType"] == "ExternalAccess"
    details = newer["findingDetails"][0]["externalAccessDetails"]
    assert details["principal"] == {"AWS": "210987654321"}
    (listed,) = own.list_findings_v2(analyzerArn=arn)["findings"]
    assert listed["id"] == made
    unknown = {"analyzerArn": arn, "id": "none"}
    assert refusal(own.get_finding, **unknown)[0] == "ResourceNotFoundException"
    event = emulator.state.published[0]
    assert (event.source, event.detail_type) == ("aws.access-analyzer", "Access Analyzer Finding")
    assert (event.resources, event.detail["accountId"]) == ((arn,), OWN)
    (shown,) = client("securityhub").get_findings()["Findings"]
    assert shown["ProductName"] == "IAM Access Analyzer"


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"resource": {"contains": ["shared"]}}, 1),
        ({"resource": {"neq": [BUCKET]}}, 0),
        ({"isPublic": {"eq": ["false"]}}, 1),
        ({"principal.AWS": {"eq": ["210987654321"]}}, 1),
        ({"error": {"exists": False}}, 1),
        ({"status": {"eq": ["ARCHIVED"]}}, 0),
    ],
)
def test_findings_are_found_by_filters(
    emulator: Emulator, analyzer: Any, criteria: Any, expected: int
) -> None:
    own, arn = analyzer
    put(emulator)
    found = own.list_findings(analyzerArn=arn, filter=criteria)["findings"]
    assert len(found) == expected


def test_rules_archive_what_comes_and_what_is_here(
    emulator: Emulator, refusal: Any, analyzer: Any
) -> None:
    own, arn = analyzer
    put(emulator)
    rule = {"analyzerName": "own", "ruleName": "known"}
    criteria = {"filter": {"resource": {"eq": [BUCKET]}}}
    own.create_archive_rule(**rule, **criteria)
    assert refusal(own.create_archive_rule, **rule, **criteria)[0] == "ConflictException"
    made = put(emulator)

    def statuses() -> list[str]:
        return sorted(f["status"] for f in own.list_findings(analyzerArn=arn)["findings"])

    assert statuses() == ["ACTIVE", "ARCHIVED"]
    own.apply_archive_rule(analyzerArn=arn, ruleName="known")
    assert statuses() == ["ARCHIVED", "ARCHIVED"]
    own.update_findings(analyzerArn=arn, status="ACTIVE", ids=[made])
    assert statuses() == ["ACTIVE", "ARCHIVED"]
    own.update_archive_rule(**rule, filter={"isPublic": {"eq": ["true"]}})
    (kept,) = own.list_archive_rules(analyzerName="own")["archiveRules"]
    assert kept["filter"] == {"isPublic": {"eq": ["true"]}}
    own.delete_archive_rule(**rule)
    assert refusal(own.get_archive_rule, **rule)[0] == "ResourceNotFoundException"
