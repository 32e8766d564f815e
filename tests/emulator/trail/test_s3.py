import json
from typing import Any

import pytest
import werkzeug.test

from ringwall.emulator.app import Emulator
from ringwall.emulator.trail.record import add_shared

BUCKET = {"accountId": "123456789012", "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::b-1"}


@pytest.fixture
def s3(client: Any, emulator: Emulator) -> Any:
    made = client("s3")
    made.create_bucket(Bucket="b-1")
    emulator.trail.clear()
    return made


def test_policy_is_written_parsed(s3: Any, emulator: Emulator) -> None:
    policy = {"Version": "2012-10-17", "Statement": []}
    s3.put_bucket_policy(Bucket="b-1", Policy=json.dumps(policy))
    record = emulator.trail[-1]
    found = record["requestParameters"]
    assert found["bucketPolicy"] == policy
    assert (found["bucketName"], found["policy"]) == ("b-1", "")
    assert found["Host"] == "b-1.s3.amazonaws.com"
    assert record["responseElements"] is None
    assert record["resources"] == [BUCKET]
    more = record["additionalEventData"]
    assert (more["SignatureVersion"], more["AuthenticationMethod"]) == ("SigV4", "AuthHeader")
    assert more["bytesTransferredIn"] > 0


def test_document_is_written_under_its_root(s3: Any, emulator: Emulator) -> None:
    s3.put_bucket_versioning(Bucket="b-1", VersioningConfiguration={"Status": "Suspended"})
    found = emulator.trail[-1]["requestParameters"]
    assert found["versioning"] == ""
    assert found["VersioningConfiguration"] == {
        "xmlns": "http://s3.amazonaws.com/doc/2006-03-01/",
        "Status": "Suspended",
    }


def test_elements_that_repeat_are_a_list(s3: Any, emulator: Emulator) -> None:
    one, two = {"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}
    s3.put_bucket_tagging(Bucket="b-1", Tagging={"TagSet": [one]})
    s3.put_bucket_tagging(Bucket="b-1", Tagging={"TagSet": [one, two]})
    first, second = (r["requestParameters"]["Tagging"]["TagSet"] for r in emulator.trail)
    assert (first, second) == ({"Tag": one}, {"Tag": [one, two]})


def test_acl_in_a_header_is_written(s3: Any, emulator: Emulator) -> None:
    s3.put_bucket_acl(Bucket="b-1", ACL="public-read")
    found = emulator.trail[-1]["requestParameters"]
    assert (found["acl"], found["x-amz-acl"]) == ("", "public-read")


def test_object_is_a_data_event_with_object_and_bucket(s3: Any, emulator: Emulator) -> None:
    s3.put_object(Bucket="b-1", Key="a/b", Body=b"made-up-phrase")
    record = emulator.trail[-1]
    assert record["requestParameters"]["key"] == "a/b"
    assert record["resources"] == [
        {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::b-1/a/b"},
        BUCKET,
    ]
    assert "made-up-phrase" not in json.dumps(record)


def test_listing_names_a_prefix(s3: Any, emulator: Emulator) -> None:
    s3.list_objects_v2(Bucket="b-1", Prefix="a/")
    record = emulator.trail[-1]
    assert record["requestParameters"]["prefix"] == "a/"
    assert record["requestParameters"]["list-type"] == "2"
    assert record["resources"][0] == {"type": "AWS::S3::Object", "ARNPrefix": "arn:aws:s3:::b-1/a/"}


def test_keys_that_are_deleted_together_are_not_written(s3: Any, emulator: Emulator) -> None:
    s3.delete_objects(Bucket="b-1", Delete={"Objects": [{"Key": "quarterly"}]})
    assert "quarterly" not in json.dumps(emulator.trail)


def test_key_of_the_customer_is_never_written(s3: Any, emulator: Emulator) -> None:
    key = "0123456789abcdef0123456789abcdef"
    s3.put_object(
        Bucket="b-1", Key="k", Body=b"", SSECustomerAlgorithm="AES256", SSECustomerKey=key
    )
    text = json.dumps(emulator.trail)
    assert "x-amz-server-side-encryption-customer-algorithm" in text
    assert key not in text
    assert "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY" not in text


def test_presigned_url_is_written_without_what_gives_access(s3: Any, emulator: Emulator) -> None:
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "b-1", "Key": "k"})
    path, _, query = url.partition("?")
    scope = "AKIATEAM/20260101/us-east-1/s3/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, Signature=0"}
    more = "&X-Amz-Signature=abc123&X-Amz-Expires=60"
    client = werkzeug.test.Client(emulator)
    client.get("/k", base_url=path.removesuffix("/k"), query_string=query + more, headers=headers)
    record = emulator.trail[-1]
    assert record["requestParameters"]["X-Amz-Expires"] == "60"
    assert "abc123" not in json.dumps(record)
    assert record["additionalEventData"]["AuthenticationMethod"] == "QueryString"


def test_policy_that_is_no_json_is_written_as_text(
    s3: Any, emulator: Emulator, refusal: Any
) -> None:
    emulator.deny("s3:PutBucketPolicy")
    refusal(s3.put_bucket_policy, Bucket="b-1", Policy="{")
    assert emulator.trail[-1]["requestParameters"]["bucketPolicy"] == "{"


def test_bucket_of_another_account_is_recorded_in_both(
    s3: Any, client: Any, emulator: Emulator, member: str
) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{member}:root"},
        "Action": "s3:GetBucketVersioning",
        "Resource": "arn:aws:s3:::b-1",
    }
    s3.put_bucket_policy(
        Bucket="b-1", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    other = client("s3", member)
    emulator.trail.clear()
    other.get_bucket_versioning(Bucket="b-1")
    own, shared = add_shared(emulator.trail)
    assert (own["recipientAccountId"], shared["recipientAccountId"]) == (member, "123456789012")
    assert own["sharedEventID"] == shared["sharedEventID"]
    assert shared["userIdentity"]["type"] == "AWSAccount"
    assert shared["userIdentity"]["principalId"].endswith(":test")


def test_bucket_that_was_deleted_belonged_to_the_caller(s3: Any, emulator: Emulator) -> None:
    s3.delete_bucket(Bucket="b-1")
    assert emulator.trail[-1]["resources"] == [BUCKET]


def test_bucket_that_does_not_exist_is_no_resource(
    s3: Any, emulator: Emulator, refusal: Any
) -> None:
    refusal(s3.get_bucket_policy, Bucket="absent")
    assert "resources" not in emulator.trail[-1]
