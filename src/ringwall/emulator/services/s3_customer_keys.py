"""S3: objects that are encrypted with a customer's key (SSE-C), which nobody reads without it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.state import EmulatorState

MEMBERS = ("SSECustomerAlgorithm", "SSECustomerKeyMD5")


@emulates("s3", "CopyObject")
def copy_object(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Copy an object, and keep which customer's key the copy is encrypted with."""
    return state.ask_moto(call) | keep_key(call) if names_key(call) else None


def names_key(call: EmulatedCall) -> bool:
    """Whether a call brings a customer's key."""
    return bool(call.parameters.get("SSECustomerKeyMD5"))


def keep_key(call: EmulatedCall) -> dict[str, str]:
    """Keep the digest of the key that a new object was written with; return what S3 says of it."""
    held = find_bucket(call.parameters["Bucket"]).keys.get(call.parameters["Key"])
    held.customer_key_md5 = call.parameters["SSECustomerKeyMD5"]
    return {name: call.parameters[name] for name in MEMBERS if call.parameters.get(name)}
