"""S3: where the use of a bucket is logged.

moto reads the target's policy by itself, and stumbles over principals that are no object.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.authorization.acting_service import ActingService, may_service
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

LOGGING = "logging.s3.amazonaws.com"


@emulates("s3", "PutBucketLogging")
def put_logging(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Keep where a bucket logs to: a bucket of the account and Region that lets S3 write."""
    wanted = (call.parameters.get("BucketLoggingStatus") or {}).get("LoggingEnabled")
    source = find_bucket(call.parameters["Bucket"])
    if not wanted or wanted.get("TargetGrants") or source is None:
        return None
    name, prefix = wanted["TargetBucket"], wanted.get("TargetPrefix") or ""
    target = moto_backend("s3", call.account_id).buckets.get(name)
    if target is None:
        raise _refuse("The target bucket for logging does not exist")
    if target.region_name != source.region_name:
        message = "Cross S3 location logging not allowed."
        raise Fault("CrossLocationLoggingProhibitted", message, 403)
    service = ActingService(LOGGING, call.account_id, source.arn)
    if not may_service(state, service, Need("s3:PutObject", f"{target.arn}/{prefix}log")):
        return None  # moto looks at the ACL
    source.logging = {"TargetBucket": name, "TargetPrefix": prefix}
    return {}


def _refuse(message: str) -> Fault:
    return Fault("InvalidTargetBucketForLogging", message, 400)
