"""KMS: keys that AWS manages, which moto shows as the customer's."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

DAYS = 30
"""The default waiting period before a key is deleted."""


@emulates("kms", "DescribeKey")
def describe_key(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the key; AWS manages it if it has an alias of AWS."""
    answer = state.ask_moto(call)
    if _is_managed_by_aws(call, answer["KeyMetadata"]["KeyId"]):
        answer["KeyMetadata"]["KeyManager"] = "AWS"
    return answer


@emulates("kms", "GetKeyRotationStatus")
def get_rotation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether the key rotates; AWS managed keys always do, once a year."""
    answer = state.ask_moto(call)
    key_id = call.parameters["KeyId"].rpartition("/")[2]
    if _is_managed_by_aws(call, key_id):
        answer |= {"KeyId": key_id, "KeyRotationEnabled": True, "RotationPeriodInDays": 365}
    return answer


@emulates("kms", "ScheduleKeyDeletion")
def schedule_deletion(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Schedule a deletion by key id or ARN; moto accepts only the id."""
    backend = moto_backend("kms", call.account_id, call.region)
    key_id = call.parameters["KeyId"].rpartition("/")[2]
    if key_id not in backend.keys:
        raise Fault("NotFoundException", f"Key {call.parameters['KeyId']} does not exist")
    days = call.parameters.get("PendingWindowInDays") or DAYS
    return {
        "KeyId": backend.keys[key_id].arn,
        "DeletionDate": backend.schedule_key_deletion(key_id, days),
        "KeyState": "PendingDeletion",
        "PendingWindowInDays": days,
    }


def _is_managed_by_aws(call: EmulatedCall, key_id: str) -> bool:
    backend = moto_backend("kms", call.account_id, call.region)
    key = backend.keys.get(key_id)
    return key is not None and any(alias.startswith("alias/aws/") for alias in key.aliases)
