"""What the emulator already holds, where a request names it by less than its ARN."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.templates import find_partition, split_arn
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends

_KEY_ID_LENGTH = 36
"""Moto's ciphertexts begin with the id of their key."""


def find_backend(service: str, account_id: str, region: str) -> Any:
    """Return moto's state of a service for an ARN's account and Region; None where there is none.

    An ARN may name any account and any Region: looking there must make neither.
    """
    backends = moto_backends(service)
    if account_id not in backends or region not in backends[account_id]:
        return None
    return backends[account_id][region]


def find_iam(call: EmulatedCall, account_id: str = "") -> Any:
    """Return moto's IAM of the call's account, or of another one."""
    return moto_backend("iam", account_id or call.account_id, find_partition(call.region))


def find_iam_arn(call: EmulatedCall, kind: str, name: str) -> str:
    """Return an IAM resource's ARN with its path; a new one's has the path of the request."""
    iam = find_iam(call)
    held: Mapping[str, Any] = {
        "user": iam.users,
        "group": iam.groups,
        "role": {role.name: role for role in iam.get_roles()},
        "instance-profile": {p.name: p for p in iam.get_instance_profiles()},
    }.get(kind, {})
    if name in held:
        return str(held[name].arn)
    path = str(call.parameters.get("Path") or "/")
    partition = find_partition(call.region)
    return f"arn:{partition}:iam::{call.account_id}:{kind}{path}{name}"


def find_caller_name(call: EmulatedCall, access_key: str = "") -> str:
    """Return the name of the user whose access key it is, the call's own by default; or ''."""
    user = find_iam(call).get_user_from_access_key_id(access_key or call.access_key)
    return str(user.name) if user is not None else ""


def find_boundary(call: EmulatedCall, arn: str) -> str:
    """Return the permissions boundary of a user or a role; '' where it has none."""
    iam = find_iam(call)
    held = next((who for who in (*iam.users.values(), *iam.get_roles()) if who.arn == arn), None)
    boundary = getattr(held, "permissions_boundary", None) or {}
    return str(boundary.get("PermissionsBoundaryArn") or "")


def find_launch_data(call: EmulatedCall, template: Any) -> Mapping[str, Any]:
    """Return what the launch template has that a request names; nothing where there is none."""
    if not isinstance(template, Mapping):
        return {}
    ec2 = moto_backend("ec2", call.account_id, call.region)
    name = str(template.get("LaunchTemplateName") or "")
    identifier = template.get("LaunchTemplateId") or ec2.launch_template_name_to_ids.get(name)
    held = ec2.launch_templates.get(identifier)
    version = str(template.get("Version") or "$Default")
    known = {"$latest", "$default", *(str(v.number) for v in held.versions)} if held else set()
    found: Mapping[str, Any] = held.get_version(version).data if version.lower() in known else {}
    return found


def find_key_arn(call: EmulatedCall, identifier: str) -> str:
    """Return a KMS key's ARN from its id, its ARN, or an alias, which is that of its key.

    An alias of no key gives `key/*`: AWS answers that there is none to whom it would show any.
    """
    partition, region = find_partition(call.region), call.region
    account_id, name = call.account_id, identifier
    if identifier.startswith("arn:"):
        _, partition, _, region, account_id, name = split_arn(identifier)
    if name.startswith("alias/"):
        backend = find_backend("kms", account_id, region)
        found = backend.get_key_id_from_alias(name) if backend else None
        name = f"key/{found or '*'}"
    name = f"key/{name.removeprefix('key/')}"
    return f"arn:{partition}:kms:{region}:{account_id}:{name}"


def find_key(arn: str) -> Any:
    """Return moto's state of a KMS key; None where there is none."""
    _, _, _, region, account_id, name = split_arn(arn)
    backend = find_backend("kms", account_id, region)
    return backend.keys.get(name.removeprefix("key/")) if backend else None


def find_aliases(arn: str) -> list[str]:
    """Return the aliases of a KMS key."""
    key = find_key(arn)
    return sorted(key.aliases) if key is not None else []


def find_key_of_ciphertext(call: EmulatedCall, ciphertext: Any) -> str:
    """Return the ARN of the key that made a ciphertext; '' where it is none of ours."""
    data = ciphertext
    try:
        if isinstance(data, str):
            data = base64.b64decode(data, validate=True)
        name = bytes(data[:_KEY_ID_LENGTH]).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, TypeError):
        return ""
    arn = find_key_arn(call, name)
    return arn if find_key(arn) is not None else ""


def find_secret_arn(call: EmulatedCall, identifier: str) -> str:
    """Return a secret's ARN; that of one that does not exist ends in six question marks."""
    if identifier.startswith("arn:"):
        return identifier
    secret = find_secret(call, identifier)
    if secret is not None:
        return str(secret.arn)
    partition = find_partition(call.region)
    place = f"arn:{partition}:secretsmanager:{call.region}:{call.account_id}"
    return f"{place}:secret:{identifier}-??????"


def find_secret(call: EmulatedCall, identifier: str) -> Any:
    """Return moto's state of a secret; None where there is none."""
    held = moto_backend("secretsmanager", call.account_id, call.region).secrets
    # An ARN may lack the six letters that AWS adds to a name.
    return next(
        (s for s in held.values() if identifier in {s.arn, s.arn.rpartition("-")[0], s.name}), None
    )


def find_bucket(name: str) -> Any:
    """Return moto's state of a bucket, whoever owns it; None where there is none."""
    for _, _, backend in moto_backends("s3").iter_backends():
        if name in backend.buckets:
            return backend.buckets[name]
    return None


def find_snapshot(account_id: str, region: str, snapshot_id: str) -> Any:
    """Return moto's state of a snapshot that an account owns or may restore; None for any other."""
    for owner, _, backend in moto_backends("ec2").iter_backends():
        held = backend.snapshots.get(snapshot_id) if backend.region_name == region else None
        if held is not None:
            return held if owner == account_id or may_restore(held, account_id) else None
    return None


def may_restore(snapshot: Any, account_id: str) -> bool:
    """Whether a snapshot is shared with an account, or with everyone."""
    named = snapshot.create_volume_permission_userids
    return account_id in named or "all" in snapshot.create_volume_permission_groups
