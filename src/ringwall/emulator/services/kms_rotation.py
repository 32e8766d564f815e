"""KMS: rotation of keys: its period, on demand, and what has been rotated.

https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold
from ringwall.emulator.services.kms import find_kms_key, is_managed_by_aws
from ringwall.emulator.services.kms_states import PENDING, check_key_state
from ringwall.emulator.state import EmulatorState

YEAR = 365
SHORTEST, LONGEST = 90, 2560
MOST_ON_DEMAND = 25


@emulates("kms", "EnableKeyRotation", "DisableKeyRotation")
def set_rotation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Rotate a symmetric key by itself, every year or as often as asked."""
    key = _find_rotatable(call)
    days = call.parameters.get("RotationPeriodInDays") or YEAR
    if not SHORTEST <= days <= LONGEST:
        message = f"RotationPeriodInDays must be between {SHORTEST} and {LONGEST}"
        raise Fault("ValidationException", message)
    key.key_rotation_status = call.operation.startswith("Enable")
    if key.key_rotation_status:
        _periods(state, call)[key.id] = {"days": days, "since": datetime.now(UTC)}
    return {}


@emulates("kms", "GetKeyRotationStatus")
def get_rotation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether the key rotates; AWS managed keys always do, once a year.

    A key that is pending deletion does not; after a cancellation it does as before.
    """
    key = find_kms_key(call)
    if is_managed_by_aws(call, key.id):
        return {"KeyId": key.id, "KeyRotationEnabled": True, "RotationPeriodInDays": YEAR}
    if not key.key_rotation_status or key.key_state == PENDING:
        return {"KeyId": key.id, "KeyRotationEnabled": False}
    period = _periods(state, call).get(key.id)
    shown = {"KeyId": key.id, "KeyRotationEnabled": True, "RotationPeriodInDays": YEAR}
    if period is None:
        return shown
    following = period["since"] + timedelta(days=period["days"])
    return shown | {"RotationPeriodInDays": period["days"], "NextRotationDate": following}


@emulates("kms", "RotateKeyOnDemand")
def rotate_now(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Rotate a key at once; no key can be so more than 25 times."""
    key = _find_rotatable(call)
    if len([r for r in key.rotations if r["RotationType"] == "ON_DEMAND"]) >= MOST_ON_DEMAND:
        message = f"{key.arn} has reached the limit of on-demand rotations."
        raise Fault("LimitExceededException", message)
    key.rotations.append(
        {"KeyId": key.id, "RotationDate": datetime.now(UTC), "RotationType": "ON_DEMAND"}
    )
    return {"KeyId": key.id}


@emulates("kms", "ListKeyRotations")
def list_rotations(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the rotations of a key, the newest last."""
    return {"Rotations": list(find_kms_key(call).rotations), "Truncated": False}


def _find_rotatable(call: EmulatedCall) -> Any:
    key = find_kms_key(call)
    check_key_state(key, needs_enabled=True)
    if key.key_spec != "SYMMETRIC_DEFAULT" or key.origin != "AWS_KMS":
        message = f"{key.arn} does not support rotation."
        raise Fault("UnsupportedOperationException", message)
    return key


def _periods(state: EmulatorState, call: EmulatedCall) -> Holding:
    return hold(state, call, "rotation")
