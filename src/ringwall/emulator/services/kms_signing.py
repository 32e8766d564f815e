"""KMS: signatures of digests, which moto would hash again, and with the salt that AWS takes.

https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
"""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_key, find_key_arn
from ringwall.emulator.services.kms_states import check_key_state
from ringwall.emulator.state import EmulatorState

HASHES: Mapping[str, HashAlgorithm] = {"256": SHA256(), "384": SHA384(), "512": SHA512()}


@emulates("kms", "Sign")
def sign(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Sign a digest as it is, and RSASSA-PSS with a salt as long as the digest."""
    key = _find_signer(call)
    if key is None:
        return state.ask_moto(call)
    message = _read(call, "Message")
    scheme = _find_scheme(call, message)
    signature = key.private_key.private_key.sign(message, *scheme)
    return {"KeyId": key.arn, "Signature": signature, "SigningAlgorithm": _name(call)}


@emulates("kms", "Verify")
def verify(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Verify the signature of a digest, and one by RSASSA-PSS."""
    key = _find_signer(call)
    if key is None:
        return state.ask_moto(call)
    message = _read(call, "Message")
    scheme = _find_scheme(call, message)
    public = key.private_key.private_key.public_key()
    try:
        public.verify(_read(call, "Signature"), message, *scheme)
    except InvalidSignature as error:
        raise Fault("KMSInvalidSignatureException", "") from error
    return {"KeyId": key.arn, "SignatureValid": True, "SigningAlgorithm": _name(call)}


def _name(call: EmulatedCall) -> str:
    return str(call.parameters["SigningAlgorithm"])


def _find_signer(call: EmulatedCall) -> Any:
    """Return the key where the call is answered here, None where moto knows better."""
    arn = find_key_arn(call, call.parameters["KeyId"])
    key = find_key(arn) if arn else None
    check_key_state(key, needs_enabled=True)
    is_digest = call.parameters.get("MessageType") == "DIGEST"
    if key is None or _name(call) not in (key.signing_algorithms or ()):
        return None  # its errors
    return key if is_digest or "_PSS_" in _name(call) else None


def _find_scheme(call: EmulatedCall, message: bytes) -> tuple[Any, ...]:
    """Return what `cryptography` is to be given beside the message; Fault for no such digest."""
    algorithm = HASHES[_name(call)[-3:]]
    is_digest = call.parameters.get("MessageType") == "DIGEST"
    if is_digest and len(message) != algorithm.digest_size:
        text = f"Digest is invalid length for algorithm {_name(call)}."
        raise Fault("ValidationException", text)
    hashed = Prehashed(algorithm) if is_digest else algorithm
    if _name(call).startswith("ECDSA"):
        return (ECDSA(hashed),)
    if "_PSS_" in _name(call):
        return padding.PSS(padding.MGF1(algorithm), algorithm.digest_size), hashed
    return padding.PKCS1v15(), hashed


def _read(call: EmulatedCall, name: str) -> bytes:
    value = call.parameters[name]
    return value if isinstance(value, bytes) else base64.b64decode(value)
