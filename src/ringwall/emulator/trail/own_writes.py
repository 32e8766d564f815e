"""CloudTrail's events of what it writes itself: data events of the bucket that it delivers to.

A trail that logs the data events of its own bucket so never comes to an end, as on AWS:
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.trail.delivery import CLOUDTRAIL, TrailSettings, WrittenFile
from ringwall.emulator.trail.record import CIPHER, VERSION, TrailRecord


def record_writes(
    written: Iterable[WrittenFile], trails: Iterable[TrailSettings], random: Random
) -> Iterator[TrailRecord]:
    """Yield an event for each file that some trail wants to know of; others leave none."""
    wanting = [trail for trail in trails if trail.is_logging and (trail.basic or trail.advanced)]
    for file in written if wanting else ():
        record = _make(file, random)
        if any(trail.takes(record) for trail in wanting):
            yield record


def _make(file: WrittenFile, random: Random) -> TrailRecord:
    partition, owner = moto_backends("s3").bucket_accounts[file.trail.bucket]
    bucket = moto_backend("s3", owner, partition).buckets[file.trail.bucket]
    arn = f"arn:{own_partition()}:s3:::{file.trail.bucket}"
    return {
        "eventVersion": VERSION,
        "userIdentity": {"type": "AWSService", "invokedBy": CLOUDTRAIL},
        "eventTime": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": "s3.amazonaws.com",
        "eventName": "PutObject",
        "awsRegion": bucket.region_name,
        "sourceIPAddress": CLOUDTRAIL,
        "userAgent": CLOUDTRAIL,
        "requestParameters": {
            "bucketName": file.trail.bucket,
            "Host": f"{file.trail.bucket}.s3.{bucket.region_name}.amazonaws.com",
            "key": file.key,
            "x-amz-acl": "bucket-owner-full-control",
        },
        "responseElements": None,
        "additionalEventData": {
            "SignatureVersion": "SigV4",
            "CipherSuite": CIPHER,
            "bytesTransferredIn": file.size,
            "AuthenticationMethod": "AuthHeader",
            "bytesTransferredOut": 0,
        },
        "requestID": _new_id(random),
        "eventID": _new_id(random),
        "readOnly": False,
        "resources": [
            {"type": "AWS::S3::Object", "ARN": f"{arn}/{file.key}"},
            {"accountId": owner, "type": "AWS::S3::Bucket", "ARN": arn},
        ],
        "eventType": "AwsApiCall",
        "managementEvent": False,
        "recipientAccountId": owner,
        "eventCategory": "Data",
    }


def _new_id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
