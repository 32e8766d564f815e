import gzip
import json
import re
from typing import Any

import pytest
from log_targets import make_log_bucket, make_log_key
from trail_requests import send

from ringwall.emulator.app import Emulator

NAME = re.compile(
    r"^(?P<folder>.*?)AWSLogs/((?P<organization>o-\w+)/)?(?P<account>\d{12})/CloudTrail/"
    r"(?P<region>[\w-]+)/\d{4}/\d\d/\d\d/"
    r"(?P=account)_CloudTrail_(?P=region)_(?P<end>\d{8}T\d{4})Z_[A-Za-z0-9]{16}\.json\.gz$"
)
Logs = dict[str, list[dict[str, Any]]]


@pytest.fixture
def bucket(client: Any) -> str:
    return make_log_bucket(client("s3"), "trail-logs", "cloudtrail")


@pytest.fixture
def trail(client: Any, bucket: str) -> Any:
    """Return a function that makes a trail that is logging, with these settings."""

    def make(name: str = "main", region: str = "", **settings: Any) -> Any:
        if settings.get("IsOrganizationTrail"):
            client("organizations").enable_aws_service_access(
                ServicePrincipal="cloudtrail.amazonaws.com"
            )
        made = client("cloudtrail", "", region)
        made.create_trail(Name=name, S3BucketName=bucket, **settings)
        made.start_logging(Name=name)
        return made

    return make


def read(client: Any, bucket: str = "trail-logs") -> Logs:
    """Return the events of every log file, by its key."""
    s3 = client("s3")
    listed = s3.list_objects_v2(Bucket=bucket).get("Contents", ())
    found = {}
    for key in (each["Key"] for each in listed if "/CloudTrail/" in each["Key"]):
        body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        found[key] = json.loads(gzip.decompress(body))["Records"]
    return found


def names(logs: Logs) -> list[str]:
    return sorted(record["eventName"] for records in logs.values() for record in records)


def test_events_are_delivered_when_the_bucket_is_read(client: Any, trail: Any) -> None:
    trail()
    client("sqs").create_queue(QueueName="q")
    logs = read(client)
    assert names(logs) == ["CreateQueue", "StartLogging"]
    for key in logs:
        found = NAME.match(key)
        assert found, key
        assert (found["folder"], found["organization"]) == ("", None)
        assert (found["account"], found["region"]) == ("123456789012", "us-east-1")


def test_event_is_delivered_once(client: Any, trail: Any, emulator: Emulator) -> None:
    trail()
    client("sqs").create_queue(QueueName="q")
    emulator.deliver_logs()
    emulator.deliver_logs()
    assert names(read(client)).count("CreateQueue") == 1


def test_records_are_delivered_as_they_are(client: Any, trail: Any, emulator: Emulator) -> None:
    trail()
    client("sqs").create_queue(QueueName="q")
    expected = emulator.trail[-1]
    (record,) = [r for rs in read(client).values() for r in rs if r["eventName"] == "CreateQueue"]
    assert record == expected


def test_events_of_before_and_after_are_not_delivered(client: Any, trail: Any) -> None:
    client("sqs").create_queue(QueueName="before")
    made = trail()
    made.stop_logging(Name="main")
    client("sqs").create_queue(QueueName="after")
    assert names(read(client)) == ["StartLogging", "StopLogging"]


def test_that_a_trail_is_deleted_is_delivered_to_it(client: Any, trail: Any) -> None:
    trail().delete_trail(Name="main")
    assert names(read(client)) == ["DeleteTrail", "StartLogging"]


def test_events_have_the_settings_of_their_time(client: Any, trail: Any) -> None:
    made = trail()
    client("sqs").create_queue(QueueName="written")
    reads = [{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True, "DataResources": []}]
    made.put_event_selectors(TrailName="main", EventSelectors=reads)
    client("sqs").create_queue(QueueName="not-written")
    client("sqs").list_queues()
    found = [
        record["requestParameters"]
        for records in read(client).values()
        for record in records
        if record["eventName"] in {"CreateQueue", "ListQueues"}
    ]
    assert sorted(map(str, found)) == ["None", "{'queueName': 'written'}"]


def test_data_events_are_delivered_where_a_selector_chooses_them(client: Any, trail: Any) -> None:
    made = trail()
    client("s3").create_bucket(Bucket="data")
    objects = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::data/"]}]
    chosen = [{"ReadWriteType": "WriteOnly", "DataResources": objects}]
    client("s3").put_object(Bucket="data", Key="before", Body=b"")
    made.put_event_selectors(TrailName="main", EventSelectors=chosen)
    client("s3").put_object(Bucket="data", Key="k", Body=b"")
    client("s3").get_object(Bucket="data", Key="k")
    keys = [
        record["requestParameters"]["key"]
        for records in read(client).values()
        for record in records
        if record["eventCategory"] == "Data"
    ]
    assert keys == ["k"]


def test_trail_of_one_region_has_its_events_alone(client: Any, trail: Any) -> None:
    trail()
    client("sqs", "", "eu-west-1").create_queue(QueueName="q")
    client("iam").create_user(UserName="kim")
    assert names(read(client)) == ["CreateUser", "StartLogging"]


def test_trail_of_all_regions_has_a_file_for_each(client: Any, trail: Any) -> None:
    trail(IsMultiRegionTrail=True)
    client("sqs", "", "eu-west-1").create_queue(QueueName="q")
    regions = {NAME.match(key)["region"]: names({key: rs}) for key, rs in read(client).items()}  # type: ignore[index]  # else it fails
    assert regions["eu-west-1"] == ["CreateQueue"]


def test_trail_can_leave_out_global_services(client: Any, trail: Any, emulator: Emulator) -> None:
    trail(IncludeGlobalServiceEvents=False)
    client("iam").create_user(UserName="kim")
    send(emulator, "sts", "GetCallerIdentity", {"HTTP_HOST": "sts.amazonaws.com"})
    send(emulator, "sts", "GetSessionToken", {})
    client("sqs").create_queue(QueueName="q")
    assert names(read(client)) == ["CreateQueue", "GetSessionToken", "StartLogging"]


def test_organizations_trail_has_the_events_of_members(
    client: Any, trail: Any, member: str
) -> None:
    trail(IsOrganizationTrail=True, IsMultiRegionTrail=True, S3KeyPrefix="org")
    client("sqs", member, "eu-west-1").create_queue(QueueName="q")
    found = [NAME.match(key) for key in read(client)]
    places = {(m["folder"], m["account"], m["region"]) for m in found if m}
    assert ("org/", member, "eu-west-1") in places
    assert ("org/", "123456789012", "us-east-1") in places
    organization = client("organizations").describe_organization()["Organization"]["Id"]
    assert {m["organization"] for m in found if m} == {organization}


def test_trail_of_an_account_has_no_events_of_another(client: Any, trail: Any, member: str) -> None:
    trail(IsMultiRegionTrail=True)
    client("sqs", member).create_queue(QueueName="q")
    accounts = {m["account"] for key in read(client) if (m := NAME.match(key))}
    assert accounts == {"123456789012"}


def test_member_is_told_of_a_role_that_was_assumed_from_outside(
    client: Any, trail: Any, member: str
) -> None:
    trail(IsOrganizationTrail=True)
    client("sqs", member)
    told = [
        record["userIdentity"]
        for key, records in read(client).items()
        for record in records
        if record["eventName"] == "AssumeRole" and f"/{member}/" in key
    ]
    assert [identity["type"] for identity in told] == ["AWSAccount"]


def test_events_are_filed_by_their_time(client: Any, trail: Any, emulator: Emulator) -> None:
    trail()
    for minute in ("10:01", "10:04", "10:05"):
        client("sqs").create_queue(QueueName="q")
        emulator.trail[-1]["eventTime"] = f"2026-01-31T{minute}:00Z"
    logs = read(client)
    counts = {m["end"]: len(records) for key, records in logs.items() if (m := NAME.match(key))}
    assert (counts["20260131T1005"], counts["20260131T1010"]) == (2, 1)
    assert len([key for key in logs if "/2026/01/31/" in key]) == 2


def test_file_is_encrypted_with_the_key_of_the_trail(client: Any, trail: Any) -> None:
    key = make_log_key(client("kms"), "123456789012", "cloudtrail")
    trail(KmsKeyId=key)
    client("sqs").create_queue(QueueName="q")
    for name in read(client):
        found = client("s3").head_object(Bucket="trail-logs", Key=name)
        assert (found["ServerSideEncryption"], found["SSEKMSKeyId"]) == ("aws:kms", key)


def test_bucket_that_is_gone_is_an_error_of_the_delivery(client: Any, trail: Any) -> None:
    made = trail()
    for key in read(client):
        client("s3").delete_object(Bucket="trail-logs", Key=key)
    client("s3").delete_bucket(Bucket="trail-logs")
    status = made.get_trail_status(Name="main")
    assert status["LatestDeliveryError"] == "NoSuchBucket"
    make_log_bucket(client("s3"), "trail-logs", "cloudtrail")
    assert "LatestDeliveryError" not in made.get_trail_status(Name="main")


def test_equal_runs_deliver_files_of_equal_names(client: Any, emulator: Emulator) -> None:
    def run() -> list[str]:
        emulator.reset()
        make_log_bucket(client("s3"), "trail-logs", "cloudtrail")
        made = client("cloudtrail")
        made.create_trail(Name="main", S3BucketName="trail-logs")
        made.start_logging(Name="main")
        client("sqs").create_queue(QueueName="q")
        return sorted(key[-24:] for key in read(client))

    assert run() == run()


def test_saved_trail_goes_on_in_a_copy(
    client: Any, trail: Any, emulator: Emulator, entrance: Any
) -> None:
    trail(EnableLogFileValidation=True)
    client("sqs").create_queue(QueueName="q")
    emulator.deliver_logs()
    other = Emulator()
    other.load(emulator.save())
    entrance.client(other, "sqs").create_queue(QueueName="in-the-copy")
    logs = read(lambda service: entrance.client(other, service))
    assert names(logs).count("CreateQueue") == 2
    keys = entrance.client(other, "cloudtrail").list_public_keys()["PublicKeyList"]
    assert keys[0]["Value"] == client("cloudtrail").list_public_keys()["PublicKeyList"][0]["Value"]


def digests(client: Any) -> list[dict[str, Any]]:
    s3 = client("s3")
    listed = s3.list_objects_v2(Bucket="trail-logs")["Contents"]
    keys = [each["Key"] for each in listed if "/CloudTrail-Digest/" in each["Key"]]
    bodies = (s3.get_object(Bucket="trail-logs", Key=key)["Body"].read() for key in keys)
    return [json.loads(gzip.decompress(body)) for body in bodies]


def test_validated_trail_has_a_chain_of_digests(
    client: Any, trail: Any, emulator: Emulator
) -> None:
    trail(EnableLogFileValidation=True)
    for name in ("a", "b"):
        client("sqs").create_queue(QueueName=name)
        emulator.deliver_logs()
    found = digests(client)
    listed = {file["s3Object"] for digest in found for file in digest["logFiles"]}
    assert listed == read(client).keys()
    before = [digest["previousDigestS3Object"] for digest in found]
    assert before == [None, *(digest["digestS3Object"] for digest in found[:-1])]


def test_chain_ends_where_a_trail_is_stopped(client: Any, trail: Any, emulator: Emulator) -> None:
    made = trail(EnableLogFileValidation=True)
    made.stop_logging(Name="main")
    made.start_logging(Name="main")
    client("sqs").create_queue(QueueName="q")
    emulator.deliver_logs()
    starts = [d for d in digests(client) if d["previousDigestS3Object"] is None]
    assert len(starts) == 2


def test_trail_that_is_not_validated_has_no_digests(client: Any, trail: Any) -> None:
    trail()
    client("sqs").create_queue(QueueName="q")
    assert digests(client) == []
