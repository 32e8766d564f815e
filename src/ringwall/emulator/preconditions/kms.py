"""KMS: states in which a key cannot be used, names that are taken, and policies that lock out.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

from typing import Any

from ringwall.emulator.authorization.authority import AppliedPolicies, AskedRequest, NamedPolicy
from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.authorization.identity_policies import (
    find_boundary,
    find_identity_policies,
    find_session_policies,
)
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.policy_text import measure_policy
from ringwall.emulator.state import EmulatorState

USES = (
    "Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "Sign", "Verify", "GenerateMac",
    "VerifyMac",
)  # fmt: skip
"""What a key must be enabled for."""
CHANGES = (
    "EnableKey", "DisableKey", "ScheduleKeyDeletion", "EnableKeyRotation", "DisableKeyRotation",
    "UpdateKeyDescription", "CreateGrant", "TagResource", "UntagResource",
)  # fmt: skip
"""What is refused of a key that is going to be deleted."""
SIZE = 32_768
"""Characters of a key policy."""
LEAST, MOST = 7, 30
"""Days before a key is deleted."""


def _find(call: EmulatedCall, name: str) -> Any:
    """Return the key of an id, ARN or alias; None where there is none of the account."""
    backend = moto_backend("kms", call.account_id, call.region)
    key_id = name.rpartition(":")[2].removeprefix("key/")
    if key_id.startswith("alias/"):
        return next((key for key in backend.keys.values() if key_id in key.aliases), None)
    return backend.keys.get(key_id)


@refuses("kms", *USES)
def check_use(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse the use of a key that is disabled or going to be deleted."""
    for member in ("KeyId", "SourceKeyId", "DestinationKeyId"):
        key = _find(call, call.parameters.get(member) or "")
        if key is None:
            continue
        if key.key_state == "Disabled":
            raise Fault("DisabledException", f"{key.arn} is disabled.")
        _refuse_deletion(key)


@refuses("kms", *CHANGES)
def check_change(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse changes of a key that is going to be deleted."""
    key = _find(call, call.parameters["KeyId"])
    if key is not None:
        _refuse_deletion(key)


def _refuse_deletion(key: Any) -> None:
    if key.key_state == "PendingDeletion":
        raise Fault("KMSInvalidStateException", f"{key.arn} is pending deletion.")


@refuses("kms", "CancelKeyDeletion")
def check_cancellation(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to cancel a deletion that was not scheduled."""
    key = _find(call, call.parameters["KeyId"])
    if key is not None and key.key_state != "PendingDeletion":
        raise Fault("KMSInvalidStateException", f"{key.arn} is not pending deletion.")


@refuses("kms", "ScheduleKeyDeletion")
def check_days(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a waiting period that AWS does not have."""
    days = call.parameters.get("PendingWindowInDays")
    if days is not None and not LEAST <= days <= MOST:
        raise Fault("ValidationException", f"PendingWindowInDays must be {LEAST} to {MOST}.")


@refuses("kms", "CreateAlias", "UpdateAlias", "DeleteAlias")
def check_alias(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse names that AWS keeps for its own keys."""
    name = call.parameters["AliasName"]
    if name.startswith("alias/aws/"):
        raise Fault("NotAuthorizedException", f"{name} is reserved for AWS.")


@refuses("kms", "CreateKey", "PutKeyPolicy")
def check_policy(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a policy that is too long, or under which its author could not change it again.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    policy = call.parameters.get("Policy")
    if not policy:
        return
    if measure_policy(policy) > SIZE:
        raise Fault("LimitExceededException", "The key policy is too long.")
    if call.parameters.get("BypassPolicyLockoutSafetyCheck") or state.authority is None:
        return
    if not _may_change_policy(state, call, policy):
        message = "The new key policy will not allow you to update the key policy in the future."
        raise Fault("MalformedPolicyDocumentException", message)


def _may_change_policy(state: EmulatorState, call: EmulatedCall, policy: str) -> bool:
    """Whether the caller could put another policy under this one."""
    caller = find_caller(state, call)
    asked = AskedRequest(
        principal=caller.arn,
        role_arn=caller.role_arn,
        user_arn=caller.user_arn,
        action="kms:PutKeyPolicy",
        resource=f"arn:{call.partition}:kms:{call.region}:{call.account_id}:key/new",
        resource_account=call.account_id,
        management_account="",
        keys={
            "aws:PrincipalAccount": caller.account_id,
            "kms:CallerAccount": caller.account_id,
            "aws:PrincipalArn": caller.role_arn or caller.arn,
        },
    )
    policies = AppliedPolicies(
        identity=find_identity_policies(caller),
        boundaries=find_boundary(caller),
        session=find_session_policies(caller),
        resource=(NamedPolicy("new", policy),),
    )
    return bool(state.authority and state.authority.decide(asked, policies).verdict == "allowed")
