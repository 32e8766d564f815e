"""KMS: what can be done with a key in each of its states, which moto does not look at.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_key, find_key_arn, find_key_of_ciphertext
from ringwall.emulator.state import EmulatorState

PENDING = "PendingDeletion"
USES = (
    "Encrypt",
    "Decrypt",
    "ReEncrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateMac",
    "VerifyMac",
    "GetPublicKey",
    "DeriveSharedSecret",
    "ReplicateKey",
)
"""What needs an enabled key. So does CreateGrant, which `kms_grants` answers."""
CHANGES = (
    "CreateAlias",
    "EnableKey",
    "DisableKey",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateKeyDescription",
)
"""What a disabled key allows, and one that is pending deletion does not."""


@emulates("kms", *USES, *CHANGES)
def check_use(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Refuse what the state of the key does not allow; let moto answer the rest."""
    for arn in _name_keys(call):
        check_key_state(find_key(arn), needs_enabled=call.operation in USES)
    if call.operation in {"EnableKey", "DisableKey"}:
        key = find_key(find_key_arn(call, call.parameters["KeyId"]))
        if key is not None:
            key.enabled = call.operation == "EnableKey"
            key.key_state = "Enabled" if key.enabled else "Disabled"
            return {}
    return state.ask_moto(call) if call.operation == "EnableKey" else None


def _name_keys(call: EmulatedCall) -> list[str]:
    """Return the ARNs of the keys that a call uses: a ciphertext names its own."""
    given = call.parameters
    named = [given.get(name) for name in ("KeyId", "TargetKeyId", "DestinationKeyId")]
    found = [find_key_arn(call, str(name)) for name in named if name]
    if given.get("CiphertextBlob"):
        found.append(find_key_of_ciphertext(call, given["CiphertextBlob"]))
    return [arn for arn in found if arn]


def check_key_state(key: Any, *, needs_enabled: bool) -> None:
    """Fault where a key is pending deletion, or disabled and must not be."""
    if key is None:
        return
    if key.key_state == PENDING:
        raise Fault("KMSInvalidStateException", f"{key.arn} is pending deletion.")
    if needs_enabled and key.key_state != "Enabled":
        raise Fault("DisabledException", f"{key.arn} is disabled.")
