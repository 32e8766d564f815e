"""IAM: what still has something attached cannot be deleted, and how much of it there may be.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import OPERATOR, EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.policy_text import measure_policy
from ringwall.emulator.quotas import (
    GROUP_POLICIES,
    ROLE_POLICIES,
    TRUST_SIZE,
    USER_POLICIES,
    ServiceQuota,
    find_limit,
)
from ringwall.emulator.services.iam_service_credentials import list_credentials
from ringwall.emulator.state import EmulatorState

MANAGED_SIZE = 6_144
INLINE_SIZES = {"User": 2_048, "Role": 10_240, "Group": 5_120}
"""All inline policies of one together, without white space."""
ATTACHABLE: Mapping[str, tuple[str, ServiceQuota]] = {
    "AttachUserPolicy": ("User", USER_POLICIES),
    "AttachRolePolicy": ("Role", ROLE_POLICIES),
    "AttachGroupPolicy": ("Group", GROUP_POLICIES),
}


def _backend(call: EmulatedCall) -> Any:
    return moto_backend("iam", call.account_id)


def _conflict(message: str) -> Fault:
    return Fault("DeleteConflict", message, 409)


@refuses("iam", "DeleteUser")
def check_user(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a user who still has anything."""
    backend, name = _backend(call), call.parameters.get("UserName", "")
    user = backend.users.get(name)
    if user is None:
        return
    parts = {
        "must delete login profile first": user.password,
        "must delete access keys first": user.access_keys,
        "must detach all policies first": user.managed_policies,
        "must delete policies first": user.policies,
        "must delete MFA devices first": user.mfa_devices,
        "must remove user from group first": backend.get_groups_for_user(name),
        "must delete signing certificates first": user.signing_certificates,
        "must delete SSH public keys first": user.ssh_public_keys,
        "must delete service-specific credentials first": [
            one
            for one in list_credentials(state, call.account_id).values()
            if one["UserName"] == name
        ],
    }
    for message, has_it in parts.items():
        if has_it:
            raise _conflict(f"Cannot delete entity, {message}.")


@refuses("iam", "DeleteGroup")
def check_group(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a group that has members or policies."""
    group = _backend(call).groups.get(call.parameters["GroupName"])
    if group is None:
        return
    for message, has_it in (
        ("must remove users from group first", group.users),
        ("must detach all policies first", group.managed_policies),
        ("must delete policies first", group.policies),
    ):
        if has_it:
            raise _conflict(f"Cannot delete entity, {message}.")


@refuses("iam", "DeletePolicy")
def check_policy(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a policy that is attached, a boundary, or has other versions."""
    backend, arn = _backend(call), call.parameters["PolicyArn"]
    policy = backend.managed_policies.get(arn)
    if policy is None:
        return
    holders = (*backend.users.values(), *backend.roles.values(), *backend.groups.values())
    if any(arn in holder.managed_policies or _boundary(holder) == arn for holder in holders):
        raise _conflict("Cannot delete a policy attached to entities.")
    if len(policy.versions) > 1:
        message = (
            "This policy has more than one version. Before you delete a policy, you must delete "
            "the policy's versions. The default version is deleted with the policy."
        )
        raise _conflict(message)


def _boundary(holder: Any) -> str:
    found = getattr(holder, "permissions_boundary", None) or {}
    arn: str = found.get("PermissionsBoundaryArn", "") if isinstance(found, Mapping) else found
    return arn


@refuses("iam", *ATTACHABLE)
def check_attachment(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the quota of managed policies; to attach one again changes nothing."""
    kind, quota = ATTACHABLE[call.operation]
    holder = _find_holder(call, kind)
    if holder is None or call.parameters["PolicyArn"] in holder.managed_policies:
        return
    limit = find_limit(state, call, quota)
    if len(holder.managed_policies) >= limit:
        message = f"Cannot exceed quota for PoliciesPer{kind}: {limit}"
        raise Fault("LimitExceeded", message, 409)


def _find_holder(call: EmulatedCall, kind: str) -> Any:
    name = call.parameters[f"{kind}Name"]
    holders = getattr(_backend(call), f"{kind.lower()}s").values()
    return next((holder for holder in holders if holder.name == name), None)


@refuses("iam", "CreatePolicy", "CreatePolicyVersion")
def check_size(_state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the size of managed policies; white space does not count."""
    if measure_policy(call.parameters["PolicyDocument"]) > MANAGED_SIZE:
        raise Fault("LimitExceeded", f"Cannot exceed quota for PolicySize: {MANAGED_SIZE}", 409)


@refuses("iam", "PutUserPolicy", "PutRolePolicy", "PutGroupPolicy")
def check_inline_size(_state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the size of all inline policies of a user, role or group together."""
    kind = call.operation.removeprefix("Put").removesuffix("Policy")
    holder, name = _find_holder(call, kind), call.parameters["PolicyName"]
    if holder is None:
        return
    others = (text for known, text in holder.policies.items() if known != name)
    size = sum(map(measure_policy, (*others, call.parameters["PolicyDocument"])))
    if size > INLINE_SIZES[kind]:
        what = f"{kind.lower()} {holder.name}"
        message = f"Maximum policy size of {INLINE_SIZES[kind]} bytes exceeded for {what}"
        raise Fault("LimitExceeded", message, 409)


@refuses("iam", "CreateRole", "UpdateAssumeRolePolicy")
def check_trust(state: EmulatorState, call: EmulatedCall) -> None:
    """Hold the size of a trust policy, and refuse principals that are not there.

    Other accounts may be there without the emulator knowing of them.
    """
    document = str(
        call.parameters.get("AssumeRolePolicyDocument") or call.parameters.get("PolicyDocument")
    )
    limit = find_limit(state, call, TRUST_SIZE)
    if measure_policy(document) > limit:
        raise Fault("LimitExceeded", f"Cannot exceed quota for ACLSizePerRole: {limit}", 409)
    for account, kind, path in _named_principals(document):
        is_known = account == call.account_id or account in moto_backends("iam")
        if is_known and not _is_there(account, kind, path):
            arn = f"arn:{call.partition}:iam::{account}:{kind}/{path}"
            raise Fault("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{arn}"')


PRINCIPAL = re.compile(r'"arn:aws[a-z-]*:iam::(\d{12}):(user|role)/([^"*]+)"')


def _named_principals(document: str) -> Iterator[tuple[str, str, str]]:
    """Yield users and roles that stand as principals, not in conditions."""
    for block in re.findall(r'"Principal"\s*:\s*\{[^{}]*\}', document):
        yield from PRINCIPAL.findall(block)


def _is_there(account_id: str, kind: str, path: str) -> bool:
    backend = moto_backend("iam", account_id)
    if (kind, path) == ("user", OPERATOR):  # whom IAM does not list
        return True
    holders = backend.users if kind == "user" else backend.roles
    suffix = f":{kind}/{path}"
    return any(holder.arn.endswith(suffix) for holder in holders.values())


@refuses("iam", "CreateAccountAlias")
def check_alias(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse an alias that another account has: it is one for all of AWS."""
    wanted = call.parameters["AccountAlias"]
    for account_id, regions in moto_backends("iam").items():
        if account_id != call.account_id and any(
            wanted in backend.account_aliases for backend in regions.values()
        ):
            message = f"The account alias {wanted} already exists."
            raise Fault("EntityAlreadyExists", message, 409)
