"""S3: checksums that a client sends are checked and kept.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
"""

import base64
import hashlib
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.services.s3_customer_keys import keep_key, names_key
from ringwall.emulator.state import EmulatorState

DIGESTS: Mapping[str, Callable[[bytes], bytes]] = {
    "SHA256": lambda data: hashlib.sha256(data).digest(),
    "SHA1": lambda data: hashlib.sha1(data).digest(),  # noqa: S324  # the client chose it
    "CRC32": lambda data: zlib.crc32(data).to_bytes(4, "big"),
}


@emulates("s3", "PutObject")
def put_object(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Keep an object whose checksums are right, and which customer's key encrypts it.

    moto keeps any object, and forgets some checksums.
    """
    sent = _read_sent(call)
    if not sent and not names_key(call):
        return None
    for name, value in sent.items():
        if base64.b64encode(DIGESTS[name](call.body)).decode() != value:
            message = f"The {name} you specified did not match the calculated checksum."
            raise Fault("BadDigest", message)
    answer = state.ask_moto(call) | (keep_key(call) if names_key(call) else {})
    if not sent:
        return answer
    bucket = find_bucket(call.parameters["Bucket"])
    name, value = next(iter(sent.items()))
    held = bucket.keys.get(call.parameters["Key"])
    held.checksum_algorithm, held.checksum_value = name, value
    return answer | {f"Checksum{name}": value, "ChecksumType": "FULL_OBJECT"}


def _read_sent(call: EmulatedCall) -> dict[str, str]:
    """Return the checksums of the request's headers; none where they come after a chunked body."""
    if str(call.environ.get("HTTP_X_AMZ_CONTENT_SHA256", "")).startswith("STREAMING"):
        return {}
    named = {name: call.parameters.get(f"Checksum{name}") for name in DIGESTS}
    return {name: value for name, value in named.items() if value}
