from typing import Any

import pytest
from security_accounts import make_accounts

S3_OFF = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]


@pytest.fixture
def team(client: Any) -> tuple[Any, str, str, str]:
    """Return the administrator's client, its detector, a member and an account that is none."""
    admin, dev, other = make_accounts(client, "security", "dev", "other")
    client("guardduty").enable_organization_admin_account(AdminAccountId=admin)
    above = client("guardduty", admin)
    (detector,) = above.list_detectors()["DetectorIds"]
    details = [{"AccountId": dev, "Email": "dev@example.com"}]
    assert not above.create_members(DetectorId=detector, AccountDetails=details)[
        "UnprocessedAccounts"
    ]
    return above, detector, dev, other


def failed(answer: Any) -> list[str]:
    return [account["AccountId"] for account in answer["UnprocessedAccounts"]]


def test_what_cannot_become_a_member_is_not_processed(team: Any) -> None:
    above, detector, dev, other = team
    unknown = "999999999999"
    details = [{"AccountId": a, "Email": f"{a}@example.com"} for a in (dev, other, unknown)]
    answer = above.create_members(DetectorId=detector, AccountDetails=details)
    assert failed(answer) == [dev, unknown]
    found = above.get_members(DetectorId=detector, AccountIds=[other, unknown])
    assert [m["Email"] for m in found["Members"]] == [f"{other}@example.com"]
    assert failed(found) == [unknown]


def test_members_come_in_pages(team: Any) -> None:
    above, detector, dev, other = team
    details = [{"AccountId": other, "Email": "other@example.com"}]
    above.create_members(DetectorId=detector, AccountDetails=details)
    pages = above.get_paginator("list_members").paginate(
        DetectorId=detector, PaginationConfig={"PageSize": 1}
    )
    found = [[member["AccountId"] for member in page["Members"]] for page in pages]
    assert found == [[dev], [other]]


def test_administrator_changes_the_detectors_of_members(client: Any, team: Any) -> None:
    above, detector, dev, other = team
    answer = above.update_member_detectors(
        DetectorId=detector, AccountIds=[dev, other], Features=S3_OFF
    )
    assert failed(answer) == [other]
    found = above.get_member_detectors(DetectorId=detector, AccountIds=[dev, other])
    (shown,) = found["MemberDataSourceConfigurations"]
    assert shown["DataSources"]["S3Logs"]["Status"] == "DISABLED"
    assert failed(found) == [other]
    below = client("guardduty", dev)
    (own,) = below.list_detectors()["DetectorIds"]
    assert below.get_detector(DetectorId=own)["DataSources"]["S3Logs"]["Status"] == "DISABLED"


def test_members_are_suspended_and_monitored_again(client: Any, team: Any) -> None:
    above, detector, dev, other = team
    answer = above.stop_monitoring_members(DetectorId=detector, AccountIds=[dev, other])
    assert failed(answer) == [other]
    below = client("guardduty", dev)
    (own,) = below.list_detectors()["DetectorIds"]
    assert below.get_detector(DetectorId=own)["Status"] == "DISABLED"
    above.start_monitoring_members(DetectorId=detector, AccountIds=[dev])
    assert below.get_detector(DetectorId=own)["Status"] == "ENABLED"


def test_member_is_let_go_before_it_is_forgotten(client: Any, team: Any) -> None:
    above, detector, dev, _ = team
    which = {"DetectorId": detector, "AccountIds": [dev]}
    assert failed(above.delete_members(**which)) == [dev]
    assert failed(above.disassociate_members(**which)) == []
    assert failed(above.disassociate_members(**which)) == [dev]
    assert above.list_members(DetectorId=detector)["Members"] == []
    (found,) = above.list_members(DetectorId=detector, OnlyAssociated="false")["Members"]
    assert found["RelationshipStatus"] == "Removed"
    assert failed(above.delete_members(**which)) == []
    assert above.list_members(DetectorId=detector, OnlyAssociated="false")["Members"] == []
    below = client("guardduty", dev)
    (own,) = below.list_detectors()["DetectorIds"]
    below.delete_detector(DetectorId=own)


def test_nobody_is_let_go_where_all_accounts_are_enabled(team: Any) -> None:
    above, detector, dev, _ = team
    above.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    which = {"DetectorId": detector, "AccountIds": [dev]}
    for call in (above.disassociate_members, above.delete_members, above.stop_monitoring_members):
        assert failed(call(**which)) == [dev]


def test_who_is_no_administrator_has_no_members(client: Any, refusal: Any, team: Any) -> None:
    other = team[3]
    own = client("guardduty", other)
    detector = own.create_detector(Enable=True)["DetectorId"]
    assert own.list_members(DetectorId=detector)["Members"] == []
    # The administrator's detector is not the caller's.
    assert refusal(own.list_members, DetectorId=team[1])[0] == "BadRequestException"
