from typing import Any

import pytest
from asff_findings import OWN, make_finding
from security_accounts import make_accounts

from ringwall.emulator.app import Emulator

TOR = "UnauthorizedAccess:EC2/TorClient"


@pytest.fixture
def hub(client: Any) -> Any:
    found = client("securityhub")
    found.enable_security_hub()
    return found


def ids_of(hub: Any, **filters: Any) -> list[str]:
    return sorted(finding["Id"] for finding in hub.get_findings(Filters=filters)["Findings"])


def equals(value: str) -> list[dict[str, str]]:
    return [{"Value": value, "Comparison": "EQUALS"}]


def test_finding_comes_in_and_is_completed(hub: Any) -> None:
    answer = hub.batch_import_findings(Findings=[make_finding()])
    assert (answer["SuccessCount"], answer["FailedCount"]) == (1, 0)
    (found,) = hub.get_findings()["Findings"]
    assert found["Severity"] == {"Label": "HIGH", "Normalized": 70}
    assert (found["Workflow"], found["RecordState"]) == ({"Status": "NEW"}, "ACTIVE")
    assert (found["ProductName"], found["Region"]) == ("Default", "us-east-1")
    assert found["ProductFields"]["aws/securityhub/FindingId"] == f"{OWN}/f-1"
    assert found["FindingProviderFields"]["Severity"] == {"Label": "HIGH"}


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"Severity": None}, "InvalidInput", "required property 'Severity'"),
        ({"SchemaVersion": "1"}, "InvalidInput", "data.SchemaVersion"),
        ({"Resources": []}, "InvalidInput", "data.Resources"),
        ({"Types": ["Made Up/Thing"]}, "InvalidInput", "data.Types"),
        ({"CreatedAt": "yesterday"}, "InvalidInput", "data.CreatedAt"),
        ({"Severity": {"Label": "LOUD"}}, "InvalidInput", "allowed values"),
        ({"ProductArn": OWN.replace("us-east-1", "eu-west-1")}, "InvalidAccess", "product"),
        ({"AwsAccountId": "210987654321"}, "InvalidAccess", "210987654321"),
    ],
)
def test_what_is_no_finding_fails_alone(hub: Any, change: Any, code: str, message: str) -> None:
    bad = {n: v for n, v in (make_finding("bad") | change).items() if v is not None}
    answer = hub.batch_import_findings(Findings=[make_finding(), bad])
    assert (answer["SuccessCount"], answer["FailedCount"]) == (1, 1)
    (failed,) = answer["FailedFindings"]
    assert (failed["Id"], failed["ErrorCode"]) == ("bad", code)
    assert message in failed["ErrorMessage"]
    assert ids_of(hub) == ["f-1"]


def test_product_changes_its_finding_but_not_what_customers_changed(hub: Any) -> None:
    hub.batch_import_findings(Findings=[make_finding()])
    hub.batch_update_findings(
        FindingIdentifiers=[{"Id": "f-1", "ProductArn": OWN}],
        Workflow={"Status": "SUPPRESSED"},
        Severity={"Label": "LOW"},
        Note={"Text": "known", "UpdatedBy": "me"},
    )
    new = make_finding(Title="Bucket is still public", Workflow={"Status": "NEW"})
    hub.batch_import_findings(Findings=[new])
    (found,) = hub.get_findings()["Findings"]
    assert found["Title"] == "Bucket is still public"
    assert found["Workflow"] == {"Status": "SUPPRESSED"}
    assert found["Severity"] == {"Label": "LOW", "Normalized": 1}
    assert found["Note"]["Text"] == "known"
    assert found["FindingProviderFields"]["Severity"] == {"Label": "HIGH"}
    identifier = {"Id": "f-1", "ProductArn": OWN}
    records = hub.get_finding_history(FindingIdentifier=identifier)["Records"]
    sources = [record["UpdateSource"]["Type"] for record in records]
    assert sources == ["BATCH_IMPORT_FINDINGS", "BATCH_UPDATE_FINDINGS", "BATCH_IMPORT_FINDINGS"]
    assert [record["FindingCreated"] for record in records] == [False, False, True]


def test_update_of_no_finding_is_not_processed(hub: Any, refusal: Any) -> None:
    identifier = {"Id": "none", "ProductArn": OWN}
    answer = hub.batch_update_findings(
        FindingIdentifiers=[identifier], Workflow={"Status": "RESOLVED"}
    )
    assert answer["ProcessedFindings"] == []
    assert answer["UnprocessedFindings"][0]["ErrorCode"] == "FindingNotFound"
    code = refusal(hub.get_finding_history, FindingIdentifier=identifier)[0]
    assert code == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"SeverityLabel": equals("HIGH")}, ["f-1"]),
        ({"SeverityLabel": [*equals("HIGH"), *equals("LOW")]}, ["f-1", "f-2"]),
        ({"Title": [{"Value": "Bucket", "Comparison": "PREFIX"}]}, ["f-1"]),
        ({"Title": [{"Value": "Bucket", "Comparison": "PREFIX_NOT_EQUALS"}]}, ["f-2"]),
        ({"Title": [{"Value": "is", "Comparison": "CONTAINS"}]}, ["f-1", "f-2"]),
        ({"Id": [{"Value": "f-1", "Comparison": "NOT_EQUALS"}]}, ["f-2"]),
        ({"SeverityNormalized": [{"Gte": 40}]}, ["f-1"]),
        ({"SeverityNormalized": [{"Gt": 0, "Lt": 40}]}, ["f-2"]),
        ({"ResourceTags": [{"Key": "env", "Value": "prod", "Comparison": "EQUALS"}]}, ["f-1"]),
        ({"ResourceTags": [{"Key": "env", "Value": "prod", "Comparison": "NOT_EQUALS"}]}, ["f-2"]),
        ({"NetworkSourceIpV4": [{"Cidr": "10.0.0.0/8"}]}, ["f-2"]),
        (
            {"CreatedAt": [{"Start": "2026-02-01T00:00:00Z", "End": "2026-04-01T00:00:00Z"}]},
            ["f-2"],
        ),
        ({"CreatedAt": [{"DateRange": {"Value": 1, "Unit": "DAYS"}}]}, []),
        ({"Keyword": [{"Value": "ANYONE can"}]}, ["f-1", "f-2"]),
        ({"ResourceType": equals("AwsS3Bucket"), "Id": equals("f-2")}, []),
        ({"WorkflowStatus": equals("NEW"), "RecordState": equals("ACTIVE")}, ["f-1", "f-2"]),
        ({"ComplianceStatus": equals("FAILED")}, ["f-2"]),
        ({"Sample": [{"Value": True}]}, ["f-2"]),
    ],
)
def test_findings_are_found_by_filters(hub: Any, filters: Any, expected: list[str]) -> None:
    other = make_finding(
        "f-2",
        CreatedAt="2026-03-01T00:00:00.000Z",
        Severity={"Normalized": 20},
        Title="Port is open",
        Resources=[{"Type": "AwsEc2SecurityGroup", "Id": "sg-1"}],
        Network={"SourceIpV4": "10.1.2.3"},
        Compliance={"Status": "FAILED"},
        Sample=True,
    )
    hub.batch_import_findings(Findings=[make_finding(), other])
    assert ids_of(hub, **filters) == expected


def test_findings_are_sorted_and_come_in_pages(hub: Any, refusal: Any) -> None:
    findings = [
        make_finding(f"f-{n}", UpdatedAt=f"2026-01-0{n}T00:00:00.000Z") for n in range(1, 4)
    ]
    hub.batch_import_findings(Findings=findings)
    order = [{"Field": "UpdatedAt", "SortOrder": "asc"}]
    pages = hub.get_paginator("get_findings").paginate(
        SortCriteria=order, PaginationConfig={"PageSize": 2}
    )
    found = [[finding["Id"] for finding in page["Findings"]] for page in pages]
    assert found == [["f-1", "f-2"], ["f-3"]]
    assert hub.get_findings()["Findings"][0]["Id"] == "f-3"
    assert refusal(hub.get_findings, NextToken="made up")[0] == "InvalidInputException"


def test_administrator_and_home_region_see_findings_and_change_them(
    client: Any, emulator: Emulator
) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    for region in ("us-east-1", "eu-west-1"):
        hub = client("securityhub", region=region)
        hub.enable_organization_admin_account(AdminAccountId=admin)
        client("securityhub", admin, region).create_members(AccountDetails=[{"AccountId": dev}])
    home = client("securityhub", admin)
    home.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    below = client("securityhub", dev, "eu-west-1")
    product = OWN.replace("123456789012", dev).replace("us-east-1", "eu-west-1")
    below.batch_import_findings(Findings=[make_finding(account=dev, ProductArn=product)])
    assert ids_of(home) == ["f-1"]
    assert ids_of(client("securityhub", admin, "eu-west-1")) == ["f-1"]
    assert ids_of(client("securityhub", dev)) == ["f-1"]
    home.batch_update_findings(
        FindingIdentifiers=[{"Id": "f-1", "ProductArn": product}], Workflow={"Status": "NOTIFIED"}
    )
    (found,) = below.get_findings()["Findings"]
    assert found["Workflow"] == {"Status": "NOTIFIED"}
    told = [(e.account_id, e.region) for e in emulator.state.published]
    places = [(a, r) for a in (dev, admin) for r in ("eu-west-1", "us-east-1")]
    assert told == places * 2
    event = emulator.state.published[-1]
    assert event.detail_type == "Security Hub Findings - Imported"
    assert event.resources == (f"{product}/f-1",)
    assert event.detail["findings"][0]["Workflow"] == {"Status": "NOTIFIED"}


@pytest.mark.parametrize("is_on", [True, False])
def test_findings_of_guardduty_appear_where_the_integration_is_on(
    client: Any, hub: Any, *, is_on: bool
) -> None:
    if not is_on:
        (subscription,) = [
            arn
            for arn in hub.list_enabled_products_for_import()["ProductSubscriptions"]
            if arn.endswith("/guardduty")
        ]
        hub.disable_import_findings_for_product(ProductSubscriptionArn=subscription)
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    guardduty.create_sample_findings(DetectorId=detector, FindingTypes=[TOR])
    found = hub.get_findings(Filters={"ProductName": equals("GuardDuty")})["Findings"]
    assert len(found) == int(is_on)
    for finding in found:
        assert finding["Types"] == ["TTPs/Initial Access/UnauthorizedAccess:EC2-TorClient"]
        assert finding["Severity"] == {"Product": 8.0, "Label": "HIGH", "Normalized": 80}
        assert finding["Resources"][0]["Id"].endswith(":instance/i-99999999")
        ids = guardduty.list_findings(DetectorId=detector)["FindingIds"]
        guardduty.archive_findings(DetectorId=detector, FindingIds=ids)
        assert hub.get_findings()["Findings"][0]["RecordState"] == "ARCHIVED"
