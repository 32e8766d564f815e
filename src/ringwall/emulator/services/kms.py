"""KMS: keys that AWS manages, which moto shows as the customer's, and the deletion of keys."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_key, find_key_arn
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.kms_states import PENDING, check_key_state
from ringwall.emulator.state import EmulatorState

DAYS = 30
"""The default waiting period before a key is deleted."""
SHORTEST = 7


@emulates("kms", "DescribeKey")
def describe_key(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the key; AWS manages it if it has an alias of AWS."""
    answer = state.ask_moto(call)
    if is_managed_by_aws(call, answer["KeyMetadata"]["KeyId"]):
        answer["KeyMetadata"]["KeyManager"] = "AWS"
    return answer


@emulates("kms", "CreateKey")
def create_key(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a key: without a usage it is for encryption, which moto does not note."""
    answer = state.ask_moto(call)
    key = moto_backend("kms", call.account_id, call.region).keys[answer["KeyMetadata"]["KeyId"]]
    if key.key_usage is None:
        key.key_usage = "ENCRYPT_DECRYPT"
        answer["KeyMetadata"]["KeyUsage"] = key.key_usage
    return answer


@emulates("kms", "ScheduleKeyDeletion")
def schedule_deletion(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Schedule a deletion by key id or ARN; moto accepts only the id.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
    """
    key = find_kms_key(call)
    check_key_state(key, needs_enabled=False)
    days = call.parameters.get("PendingWindowInDays") or DAYS
    if not SHORTEST <= days <= DAYS:
        message = f"PendingWindowInDays must be between {SHORTEST} and {DAYS}"
        raise Fault("ValidationException", message)
    key.enabled = False
    key.key_state = PENDING
    key.deletion_date = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=days)
    return {
        "KeyId": key.arn,
        "DeletionDate": key.deletion_date.replace(tzinfo=UTC),
        "KeyState": PENDING,
        "PendingWindowInDays": days,
    }


@emulates("kms", "CancelKeyDeletion")
def cancel_deletion(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep a key whose deletion is scheduled: it is disabled then.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
    """
    key = find_kms_key(call)
    if key.key_state != PENDING:
        raise Fault("KMSInvalidStateException", f"{key.arn} is not pending deletion.")
    key.key_state = "Disabled"
    key.deletion_date = None
    return {"KeyId": key.arn}


@emulates("kms", "PutKeyPolicy")
def check_policy(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a policy that is no JSON object with statements; let moto keep the rest."""
    try:
        document = json.loads(call.parameters["Policy"])
    except ValueError:
        document = None
    if not isinstance(document, dict) or not document.get("Statement"):
        message = "The new key policy is malformed."
        raise Fault("MalformedPolicyDocumentException", message)


def find_kms_key(call: EmulatedCall) -> Any:
    """Return moto's state of the key that a call names by id or ARN; Fault where there is none."""
    name = call.parameters["KeyId"]
    key = None if name.startswith("alias/") else find_key(find_key_arn(call, name))
    if key is None:
        raise Fault("NotFoundException", f"Key '{find_key_arn(call, name)}' does not exist")
    return key


def is_managed_by_aws(call: EmulatedCall, key_id: str) -> bool:
    """Whether AWS manages a key of the account, for one of its services."""
    backend = moto_backend("kms", call.account_id, call.region)
    key = backend.keys.get(key_id)
    return key is not None and any(alias.startswith("alias/aws/") for alias in key.aliases)
