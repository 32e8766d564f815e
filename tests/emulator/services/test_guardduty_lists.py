from typing import Any

import pytest
from log_targets import make_log_bucket, make_log_key
from security_accounts import make_accounts

BUCKET = "arn:aws:s3:::findings"


@pytest.fixture
def guarded(client: Any) -> tuple[Any, str]:
    """Return a client of GuardDuty and its detector."""
    guardduty = client("guardduty")
    return guardduty, guardduty.create_detector(Enable=True)["DetectorId"]


@pytest.mark.parametrize(
    ("noun", "identifier"),
    [
        ("ip_set", "IpSetId"),
        ("threat_intel_set", "ThreatIntelSetId"),
        ("threat_entity_set", "ThreatEntitySetId"),
        ("trusted_entity_set", "TrustedEntitySetId"),
    ],
)
def test_lists_are_kept(guarded: Any, refusal: Any, noun: str, identifier: str) -> None:
    guardduty, detector = guarded

    def call(verb: str, suffix: str = "", **parameters: Any) -> Any:
        return getattr(guardduty, f"{verb}_{noun}{suffix}")(DetectorId=detector, **parameters)

    new = {"Name": "mine", "Format": "TXT", "Location": "s3://bucket/list"}
    made = call("create", Activate=True, **new)[identifier]
    found = call("get", **{identifier: made})
    assert (found["Name"], found["Status"]) == ("mine", "ACTIVE")
    call("update", Activate=False, **{identifier: made})
    assert call("get", **{identifier: made})["Status"] == "INACTIVE"
    assert call("list", "s")[f"{identifier}s"] == [made]
    create = getattr(guardduty, f"create_{noun}")
    code = refusal(create, DetectorId=detector, Activate=True, **new)[0]
    assert code == "BadRequestException"
    call("delete", **{identifier: made})
    get = getattr(guardduty, f"get_{noun}")
    assert refusal(get, DetectorId=detector, **{identifier: made})[0] == "BadRequestException"
    assert call("list", "s")[f"{identifier}s"] == []


def test_there_is_one_list_of_trusted_addresses(guarded: Any, refusal: Any) -> None:
    guardduty, detector = guarded
    new = {"DetectorId": detector, "Format": "TXT", "Location": "s3://b/l", "Activate": False}
    guardduty.create_ip_set(Name="one", **new)
    assert refusal(guardduty.create_ip_set, Name="two", **new)[0] == "BadRequestException"


def test_filters_are_kept(guarded: Any, refusal: Any) -> None:
    guardduty, detector = guarded
    criteria = {"Criterion": {"severity": {"Gte": 4}}}
    new = {"DetectorId": detector, "Name": "loud", "FindingCriteria": criteria}
    guardduty.create_filter(**new)
    assert refusal(guardduty.create_filter, **new)[0] == "BadRequestException"
    which = {"DetectorId": detector, "FilterName": "loud"}
    guardduty.update_filter(Description="what is loud", **which)
    found = guardduty.get_filter(**which)
    assert (found["Action"], found["Description"]) == ("NOOP", "what is loud")
    assert found["FindingCriteria"] == criteria
    assert guardduty.list_filters(DetectorId=detector)["FilterNames"] == ["loud"]
    guardduty.delete_filter(**which)
    assert refusal(guardduty.get_filter, **which)[0] == "BadRequestException"


def test_members_keep_no_lists(client: Any, refusal: Any) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    client("guardduty").enable_organization_admin_account(AdminAccountId=admin)
    above, below = client("guardduty", admin), client("guardduty", dev)
    (detector,) = above.list_detectors()["DetectorIds"]
    above.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    (own,) = below.list_detectors()["DetectorIds"]
    new = {"DetectorId": own, "Name": "mine"}
    where = {"Format": "TXT", "Location": "s3://b/l", "Activate": True}
    criteria: Any = {"FindingCriteria": {"Criterion": {}}}
    assert refusal(below.create_ip_set, **new, **where)[0] == "BadRequestException"
    assert refusal(below.create_filter, **new, **criteria)[0] == "BadRequestException"


def make_target(client: Any, bucket: str, key: str) -> dict[str, str]:
    """Make a bucket and a key that let a service in each; return their ARNs."""
    make_log_bucket(client("s3"), "findings", bucket)
    arn = make_log_key(client("kms"), "123456789012", *([key] if key else []))
    return {"DestinationArn": BUCKET, "KmsKeyArn": arn}


def test_findings_are_exported_to_a_bucket_that_lets_them_in(
    client: Any, guarded: Any, refusal: Any
) -> None:
    guardduty, detector = guarded
    properties = make_target(client, "guardduty", "guardduty")
    new = {"DetectorId": detector, "DestinationType": "S3", "DestinationProperties": properties}
    made = guardduty.create_publishing_destination(**new)["DestinationId"]
    assert refusal(guardduty.create_publishing_destination, **new)[0] == "BadRequestException"
    which = {"DetectorId": detector, "DestinationId": made}
    found = guardduty.describe_publishing_destination(**which)
    assert (found["Status"], found["DestinationProperties"]) == ("PUBLISHING", properties)
    (listed,) = guardduty.list_publishing_destinations(DetectorId=detector)["Destinations"]
    assert listed["DestinationId"] == made
    wrong = {**which, "DestinationProperties": {"DestinationArn": "arn:aws:s3:::none"}}
    assert refusal(guardduty.update_publishing_destination, **wrong)[0] == "BadRequestException"
    guardduty.delete_publishing_destination(**which)
    call = guardduty.describe_publishing_destination
    assert refusal(call, **which)[0] == "BadRequestException"


@pytest.mark.parametrize(
    ("bucket", "key"),
    [("config", "guardduty"), ("guardduty", "config"), ("guardduty", "")],
    ids=["the bucket is another's", "the key is another's", "the key is closed"],
)
def test_destination_needs_both_policies(
    client: Any, guarded: Any, refusal: Any, bucket: str, key: str
) -> None:
    guardduty, detector = guarded
    new = {"DetectorId": detector, "DestinationType": "S3"}
    properties = make_target(client, bucket, key)
    code = refusal(
        guardduty.create_publishing_destination, DestinationProperties=properties, **new
    )[0]
    assert code == "BadRequestException"
