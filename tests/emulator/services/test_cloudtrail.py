import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from log_targets import make_log_bucket, make_log_key


@pytest.fixture
def bucket(client: Any, member: str) -> str:
    client("organizations").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    return make_log_bucket(client("s3", member), "trail-logs", "cloudtrail")


def names(client: Any, **parameters: Any) -> list[str]:
    return [t["Name"] for t in client.describe_trails(**parameters)["trailList"]]


def test_trail_of_one_region_is_seen_there_alone(client: Any, member: str, bucket: str) -> None:
    client("cloudtrail", member).create_trail(Name="local", S3BucketName=bucket)
    assert names(client("cloudtrail", member)) == ["local"]
    assert names(client("cloudtrail", member, "eu-west-1")) == []


def test_trails_are_listed_from_every_region(client: Any, member: str, bucket: str) -> None:
    """ListTrails has "trails that are in the current account", with the Region of each."""
    client("cloudtrail", member).create_trail(Name="local", S3BucketName=bucket)
    client("cloudtrail").create_trail(
        Name="all", S3BucketName=bucket, IsMultiRegionTrail=True, IsOrganizationTrail=True
    )
    client("cloudtrail").create_trail(Name="own", S3BucketName=bucket)
    for region in ("us-east-1", "eu-west-1"):
        listed = client("cloudtrail", member, region).list_trails()["Trails"]
        assert {(t["Name"], t["HomeRegion"]) for t in listed} == {
            ("local", "us-east-1"),
            ("all", "us-east-1"),
        }


def test_trail_of_all_regions_throws_shadows(client: Any, member: str, bucket: str) -> None:
    home = client("cloudtrail", member)
    arn = home.create_trail(Name="wide", S3BucketName=bucket, IsMultiRegionTrail=True)["TrailARN"]
    elsewhere = client("cloudtrail", member, "eu-west-1")
    assert names(elsewhere) == ["wide"]
    assert names(elsewhere, includeShadowTrails=False) == []
    assert elsewhere.get_trail_status(Name=arn)["IsLogging"] is False


def test_organizations_trail_is_seen_in_members(client: Any, member: str, bucket: str) -> None:
    owner = client("cloudtrail")
    arn = owner.create_trail(
        Name="all", S3BucketName=bucket, IsMultiRegionTrail=True, IsOrganizationTrail=True
    )["TrailARN"]
    owner.start_logging(Name="all")
    seen = client("cloudtrail", member, "eu-central-1")
    (trail,) = seen.describe_trails()["trailList"]
    assert (trail["TrailARN"], trail["IsOrganizationTrail"]) == (arn, True)
    assert seen.get_trail_status(Name=arn)["IsLogging"] is True
    assert seen.get_trail(Name=arn)["Trail"]["HomeRegion"] == "us-east-1"


def test_trail_of_one_account_is_not_seen_in_another(client: Any, member: str, bucket: str) -> None:
    client("cloudtrail", member).create_trail(
        Name="own", S3BucketName=bucket, IsMultiRegionTrail=True
    )
    assert names(client("cloudtrail")) == []


def test_logging_is_started_stopped_and_told(client: Any, member: str, bucket: str) -> None:
    trail = client("cloudtrail", member)
    trail.create_trail(Name="own", S3BucketName=bucket)
    assert trail.get_trail_status(Name="own")["IsLogging"] is False
    trail.start_logging(Name="own")
    status = trail.get_trail_status(Name="own")
    assert status["IsLogging"] is True
    assert status["StartLoggingTime"]
    trail.stop_logging(Name="own")
    assert trail.get_trail_status(Name="own")["IsLogging"] is False


def test_trail_is_updated(client: Any, member: str, bucket: str) -> None:
    trail = client("cloudtrail", member)
    trail.create_trail(Name="own", S3BucketName=bucket)
    kms = client("kms", member)
    key = make_log_key(kms, member, "cloudtrail")
    kms.create_alias(AliasName="alias/trail", TargetKeyId=key)
    trail.update_trail(Name="own", EnableLogFileValidation=True, KmsKeyId="alias/trail")
    (found,) = trail.describe_trails()["trailList"]
    assert found["LogFileValidationEnabled"] is True
    assert found["KmsKeyId"] == "alias/trail"


def test_selectors_start_with_all_management_events(client: Any, member: str, bucket: str) -> None:
    trail = client("cloudtrail", member)
    trail.create_trail(Name="own", S3BucketName=bucket)
    (selector,) = trail.get_event_selectors(TrailName="own")["EventSelectors"]
    assert (selector["ReadWriteType"], selector["IncludeManagementEvents"]) == ("All", True)
    chosen = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True, "DataResources": []}
    trail.put_event_selectors(TrailName="own", EventSelectors=[chosen])
    (selector,) = trail.get_event_selectors(TrailName="own")["EventSelectors"]
    assert selector["ReadWriteType"] == "WriteOnly"


def test_unknown_trail_is_an_error(client: Any, refusal: Any) -> None:
    assert refusal(client("cloudtrail").get_trail_status, Name="absent") == (
        "TrailNotFoundException",
        404,
    )


def test_history_has_the_calls_of_the_account(client: Any, member: str) -> None:
    client("sqs", member).create_queue(QueueName="q")
    client("sqs").create_queue(QueueName="other")
    asked = [{"AttributeKey": "EventName", "AttributeValue": "CreateQueue"}]
    (event,) = client("cloudtrail", member).lookup_events(LookupAttributes=asked)["Events"]
    assert (event["EventSource"], event["Username"]) == ("sqs.amazonaws.com", "test")
    assert json.loads(event["CloudTrailEvent"])["requestParameters"] == {"queueName": "q"}


def test_history_is_read_in_pages(client: Any) -> None:
    for number in range(5):
        client("sqs").create_queue(QueueName=f"q{number}")
    asked = [{"AttributeKey": "EventName", "AttributeValue": "CreateQueue"}]
    pages = (
        client("cloudtrail")
        .get_paginator("lookup_events")
        .paginate(LookupAttributes=asked, PaginationConfig={"PageSize": 2})
    )
    found = [
        json.loads(event["CloudTrailEvent"])["requestParameters"]["queueName"]
        for page in pages
        for event in page["Events"]
    ]
    assert found == ["q4", "q3", "q2", "q1", "q0"]


def test_history_tells_an_account_who_assumed_its_role(client: Any, member: str) -> None:
    asked = [{"AttributeKey": "EventName", "AttributeValue": "AssumeRole"}]
    (event,) = client("cloudtrail", member).lookup_events(LookupAttributes=asked)["Events"]
    identity = json.loads(event["CloudTrailEvent"])["userIdentity"]
    assert (identity["type"], identity["accountId"]) == ("AWSAccount", "123456789012")


def test_status_tells_when_events_were_delivered(client: Any, member: str, bucket: str) -> None:
    trail = client("cloudtrail", member)
    trail.create_trail(Name="own", S3BucketName=bucket, EnableLogFileValidation=True)
    assert "LatestDeliveryTime" not in trail.get_trail_status(Name="own")
    before = datetime.now(UTC) - timedelta(seconds=1)
    trail.start_logging(Name="own")
    status = trail.get_trail_status(Name="own")
    assert before < status["LatestDeliveryTime"] < datetime.now(UTC)
    assert status["LatestDigestDeliveryTime"] == status["LatestDeliveryTime"]


def test_basic_selectors_replace_advanced_ones(client: Any, member: str, bucket: str) -> None:
    trail = client("cloudtrail", member)
    trail.create_trail(Name="own", S3BucketName=bucket)
    fields = [{"Field": "eventCategory", "Equals": ["Management"]}]
    trail.put_event_selectors(TrailName="own", AdvancedEventSelectors=[{"FieldSelectors": fields}])
    assert "AdvancedEventSelectors" in trail.get_event_selectors(TrailName="own")
    chosen = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True, "DataResources": []}
    trail.put_event_selectors(TrailName="own", EventSelectors=[chosen])
    found = trail.get_event_selectors(TrailName="own")
    assert [s["ReadWriteType"] for s in found["EventSelectors"]] == ["WriteOnly"]
    assert "AdvancedEventSelectors" not in found


def test_trail_that_does_not_exist_cannot_be_deleted(client: Any, refusal: Any) -> None:
    assert refusal(client("cloudtrail").delete_trail, Name="absent") == (
        "TrailNotFoundException",
        404,
    )
