from typing import Any

import pytest
from security_accounts import make_accounts

from ringwall.emulator.app import Emulator

TOR = "UnauthorizedAccess:EC2/TorClient"
KALI = "PenTest:IAMUser/KaliLinux"


@pytest.fixture
def guarded(client: Any) -> tuple[Any, str]:
    """Return a client of GuardDuty and its detector, with two findings."""
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    guardduty.create_sample_findings(DetectorId=detector, FindingTypes=[TOR, KALI])
    return guardduty, detector


def find(guardduty: Any, detector: str, **criteria: Any) -> list[str]:
    """Return the types of findings that meet conditions on attributes."""
    named = {name.replace("__", "."): value for name, value in criteria.items()}
    ids = guardduty.list_findings(
        DetectorId=detector,
        FindingCriteria={"Criterion": named},
        SortCriteria={"AttributeName": "type", "OrderBy": "ASC"},
    )["FindingIds"]
    found = guardduty.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]
    return sorted(finding["Type"] for finding in found)


def test_sample_has_the_format_of_a_finding(guarded: Any) -> None:
    guardduty, detector = guarded
    criteria = {"Criterion": {"type": {"Equals": [TOR]}}}
    ids = guardduty.list_findings(DetectorId=detector, FindingCriteria=criteria)["FindingIds"]
    (found,) = guardduty.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]
    place = f"arn:aws:guardduty:us-east-1:123456789012:detector/{detector}"
    assert found["Arn"] == f"{place}/finding/{found['Id']}"
    assert (found["SchemaVersion"], found["Severity"]) == ("2.0", 8.0)
    assert found["Resource"]["InstanceDetails"]["InstanceId"] == "i-99999999"
    action = found["Service"]["Action"]
    assert action["NetworkConnectionAction"]["RemoteIpDetails"]["IpAddressV4"] == "198.51.100.0"
    assert '"sample": true' in found["Service"]["AdditionalInfo"]["Value"]


def test_all_types_are_made_and_come_in_pages(client: Any) -> None:
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    guardduty.create_sample_findings(DetectorId=detector)
    pages = guardduty.get_paginator("list_findings").paginate(
        DetectorId=detector, PaginationConfig={"PageSize": 40}
    )
    sizes = []
    for page in pages:
        sizes.append(len(page["FindingIds"]))
        guardduty.get_findings(DetectorId=detector, FindingIds=page["FindingIds"])
    assert sizes == [40, 40, 11]


def test_sample_that_exists_happens_once_more(guarded: Any) -> None:
    guardduty, detector = guarded
    guardduty.create_sample_findings(DetectorId=detector, FindingTypes=[TOR])
    ids = guardduty.list_findings(DetectorId=detector)["FindingIds"]
    found = guardduty.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]
    assert {f["Type"]: f["Service"]["Count"] for f in found} == {TOR: 2, KALI: 1}


def test_what_is_no_type_is_refused(guarded: Any, refusal: Any) -> None:
    guardduty, detector = guarded
    made_up = {"DetectorId": detector, "FindingTypes": ["Made:Up/Finding"]}
    assert refusal(guardduty.create_sample_findings, **made_up)[0] == "BadRequestException"
    guardduty.update_detector(DetectorId=detector, Enable=False)
    code = refusal(guardduty.create_sample_findings, DetectorId=detector)[0]
    assert code == "BadRequestException"


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, [KALI, TOR]),
        ({"severity": {"GreaterThanOrEqual": 7}}, [TOR]),
        ({"severity": {"Lt": 7}}, [KALI]),
        ({"severity": {"Eq": ["8"]}}, [TOR]),
        ({"type": {"NotEquals": [TOR]}}, [KALI]),
        ({"type": {"Matches": ["*Tor*"]}}, [TOR]),
        ({"type": {"NotMatches": ["*Tor*"]}}, [KALI]),
        ({"resource__instanceDetails__instanceId": {"Eq": ["i-99999999"]}}, [TOR]),
        ({"service__archived": {"Eq": ["false"]}}, [KALI, TOR]),
        ({"service__archived": {"Eq": ["true"]}}, []),
        ({"updatedAt": {"GreaterThan": 1}}, [KALI, TOR]),
        ({"severity": {"Gt": 4}, "type": {"Eq": [KALI]}}, [KALI]),
    ],
)
def test_findings_are_found_by_criteria(guarded: Any, criteria: Any, expected: list[str]) -> None:
    assert find(*guarded, **criteria) == expected


def test_findings_are_archived_and_taken_back(guarded: Any, refusal: Any) -> None:
    guardduty, detector = guarded
    ids = guardduty.list_findings(DetectorId=detector)["FindingIds"]
    guardduty.archive_findings(DetectorId=detector, FindingIds=ids[:1])
    assert len(find(*guarded, service__archived={"Eq": ["true"]})) == 1
    guardduty.unarchive_findings(DetectorId=detector, FindingIds=ids)
    assert find(*guarded, service__archived={"Eq": ["true"]}) == []
    unknown = {"DetectorId": detector, "FindingIds": ["0" * 32]}
    assert refusal(guardduty.archive_findings, **unknown)[0] == "BadRequestException"


def test_feedback_stays_with_the_finding(guarded: Any) -> None:
    guardduty, detector = guarded
    ids = guardduty.list_findings(DetectorId=detector)["FindingIds"]
    guardduty.update_findings_feedback(DetectorId=detector, FindingIds=ids, Feedback="USEFUL")
    found = guardduty.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]
    assert {f["Service"]["UserFeedback"] for f in found} == {"USEFUL"}


@pytest.mark.parametrize(
    ("group", "name", "member", "expected"),
    [
        ("ACCOUNT", "GroupedByAccount", "AccountId", {"123456789012": 2}),
        ("FINDING_TYPE", "GroupedByFindingType", "FindingType", {TOR: 1, KALI: 1}),
        ("SEVERITY", "GroupedBySeverity", "Severity", {8.0: 1, 5.0: 1}),
        (
            *("RESOURCE", "GroupedByResource", "ResourceId"),
            {"i-99999999": 1, "GeneratedFindingAccessKeyId": 1},
        ),
    ],
)
def test_findings_are_counted_by_group(
    guarded: Any, group: str, name: str, member: str, expected: Any
) -> None:
    guardduty, detector = guarded
    found = guardduty.get_findings_statistics(DetectorId=detector, GroupBy=group)
    groups = found["FindingStatistics"][name]
    assert {g[member]: g["TotalFindings"] for g in groups} == expected


def test_findings_are_counted_by_severity_and_day(guarded: Any, refusal: Any) -> None:
    guardduty, detector = guarded
    call = guardduty.get_findings_statistics
    counts = call(DetectorId=detector, FindingStatisticTypes=["COUNT_BY_SEVERITY"])
    assert counts["FindingStatistics"]["CountBySeverity"] == {"8.0": 1, "5.0": 1}
    days = call(DetectorId=detector, GroupBy="DATE")["FindingStatistics"]["GroupedByDate"]
    assert sum(day["TotalFindings"] for day in days) == 2
    assert refusal(call, DetectorId=detector)[0] == "BadRequestException"


def test_administrator_sees_and_archives_what_members_find(client: Any, refusal: Any) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    client("guardduty").enable_organization_admin_account(AdminAccountId=admin)
    above, below = client("guardduty", admin), client("guardduty", dev)
    (detector,) = above.list_detectors()["DetectorIds"]
    above.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    (own,) = below.list_detectors()["DetectorIds"]
    below.create_sample_findings(DetectorId=own, FindingTypes=[TOR])
    ids = above.list_findings(DetectorId=detector)["FindingIds"]
    (found,) = above.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]
    assert found["AccountId"] == dev
    call = below.archive_findings
    assert refusal(call, DetectorId=own, FindingIds=ids)[0] == "BadRequestException"
    above.archive_findings(DetectorId=detector, FindingIds=ids)
    (found,) = below.get_findings(DetectorId=own, FindingIds=ids)["Findings"]
    assert found["Service"]["Archived"] is True
    above.create_sample_findings(DetectorId=detector, FindingTypes=[KALI])
    assert below.list_findings(DetectorId=own)["FindingIds"] == ids


def test_events_reach_the_account_and_its_administrator(client: Any, emulator: Emulator) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    client("guardduty").enable_organization_admin_account(AdminAccountId=admin)
    above, below = client("guardduty", admin), client("guardduty", dev)
    (detector,) = above.list_detectors()["DetectorIds"]
    above.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    (own,) = below.list_detectors()["DetectorIds"]
    below.create_sample_findings(DetectorId=own, FindingTypes=[TOR])
    told = [e for e in emulator.state.published if e.source == "aws.guardduty"]
    assert [event.account_id for event in told] == [dev, admin]
    assert {event.detail_type for event in told} == {"GuardDuty Finding"}
    detail = told[1].detail
    assert (detail["accountId"], detail["type"], detail["severity"]) == (dev, TOR, 8.0)
    assert detail["resource"]["instanceDetails"]["instanceId"] == "i-99999999"


def test_what_a_rule_suppresses_is_told_to_nobody(client: Any, emulator: Emulator) -> None:
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    guardduty.create_filter(
        DetectorId=detector,
        Name="no-kali",
        Action="ARCHIVE",
        FindingCriteria={"Criterion": {"type": {"Equals": [KALI]}}},
    )
    guardduty.create_sample_findings(DetectorId=detector, FindingTypes=[TOR, KALI])
    assert find(guardduty, detector, service__archived={"Eq": ["true"]}) == [KALI]
    assert [event.detail["type"] for event in emulator.state.published] == [TOR]
