"""Has the bucket of a trail lock each new log file by itself."""

from collections.abc import Iterator
from dataclasses import replace

from ringwall.catalog.cloudtrail.trails import open_trail
from ringwall.catalog.s3.object_lock import WRITES, lock_by_default
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader

OLD_NAMES = {"": "us-east-1", "EU": "eu-west-1"}
"""https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html"""


@answers("cloudtrail.trail_bucket_has_object_lock", writes=WRITES)
def lock_log_files(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Keep new log files for a year, where the bucket is the account's and has Object Lock."""
    asked = {"trailNameList": [finding.resource], "includeShadowTrails": False}
    trails = open_trail(finding, reader).call("cloudtrail.describe_trails", **asked)
    bucket = trails["trailList"][0]["S3BucketName"]
    # INVARIANT: a bucket of another account is refused by S3, by the owner that is expected.
    found = reader.call(
        "s3.get_bucket_location", Bucket=bucket, ExpectedBucketOwner=finding.account_id
    )
    place = found.get("LocationConstraint") or ""
    about = replace(finding, resources=(f"arn:{reader.partition}:s3:::{bucket}",))
    yield from lock_by_default(bucket, about, reader.at(OLD_NAMES.get(place, place)))
