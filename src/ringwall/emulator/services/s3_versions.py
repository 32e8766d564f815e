"""S3: versions of objects where versioning is suspended, of which moto deletes all at once.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.state import EmulatorState

ON, OFF = "Enabled", "Suspended"


@emulates("s3", "DeleteObject")
def delete_version(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Delete the version that a call names, and no other one, also while versioning is off."""
    bucket = find_bucket(call.parameters["Bucket"])
    if bucket is None or bucket.versioning_status != OFF or not call.parameters.get("VersionId"):
        return None
    bucket.versioning_status = ON
    try:
        return state.ask_moto(call)
    finally:
        bucket.versioning_status = OFF
