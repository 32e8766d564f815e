"""S3: an object that is encrypted with a customer's key is read with that key alone.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
"""

from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.state import EmulatorState

MISSING = (
    "The object was stored using a form of Server Side Encryption. The correct parameters must be "
    "provided to retrieve the object."
)


@refuses("s3", "GetObject", "HeadObject", "GetObjectAttributes")
def check_key(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse who brings no key for an object that needs one, and who brings another key."""
    needed = getattr(_find(call), "customer_key_md5", None)
    sent = call.parameters.get("SSECustomerKeyMD5")
    if needed is None or needed == sent:
        return
    if not sent:
        raise Fault("InvalidRequest", MISSING)
    raise Fault("AccessDenied", "Access Denied", 403)


def _find(call: EmulatedCall) -> Any:
    """Return moto's state of the version that a call names, or of the newest; None for none."""
    bucket = find_bucket(call.parameters["Bucket"])
    versions = bucket.keys.getlist(call.parameters["Key"], []) if bucket is not None else []
    if wanted := call.parameters.get("VersionId"):
        versions = [one for one in versions if str(one.version_id) == wanted]
    return versions[-1] if versions else None
