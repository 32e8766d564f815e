"""S3: names, and settings that stand against each other.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""

import json
import re
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.moto_client import moto_backends
from ringwall.emulator.state import EmulatorState

NAME = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")
RESERVED = re.compile(
    r"xn--.*|sthree-.*|amzn-s3-demo-.*|.*-s3alias|.*--ol-s3|.*--x-s3|.*--table-s3"
)


def find_bucket(name: str) -> Any:
    """Return a bucket of any account; None where there is none."""
    backends = moto_backends("s3")
    partition, owner = backends.bucket_accounts.get(name, ("", ""))
    return backends[owner][partition].buckets.get(name) if owner else None


@refuses("s3", "CreateBucket")
def check_name(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a name that S3 does not allow."""
    name = call.parameters["Bucket"]
    if not NAME.fullmatch(name) or ADDRESS.fullmatch(name) or RESERVED.fullmatch(name):
        raise Fault("InvalidBucketName", "The specified bucket is not valid.")


@refuses("s3", "PutBucketVersioning")
def check_versioning(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to suspend versioning where objects can be locked."""
    bucket = find_bucket(call.parameters["Bucket"])
    status = (call.parameters.get("VersioningConfiguration") or {}).get("Status")
    if bucket is not None and status == "Suspended" and bucket.object_lock_enabled:
        message = (
            "An Object Lock configuration is present on this bucket, so the versioning state "
            "cannot be changed."
        )
        raise Fault("InvalidBucketState", message, 409)


@refuses("s3", "PutBucketAcl", "PutObjectAcl")
def check_acl(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse an ACL where the bucket's owner owns everything, unless it says just that."""
    bucket = find_bucket(call.parameters["Bucket"])
    if bucket is None or call.parameters.get("ACL") in {"bucket-owner-full-control", "private"}:
        return
    if "BucketOwnerEnforced" in json.dumps(bucket.ownership_rule or "", default=str):
        raise Fault("AccessControlListNotSupported", "The bucket does not allow ACLs")
