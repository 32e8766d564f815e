"""S3: names, settings that stand against each other, and what Block Public Access blocks.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from moto.core.utils import get_service_model

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.inner_call import ask_inside
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.organizations.declared_settings import is_public_access_declared
from ringwall.emulator.state import EmulatorState

BUCKET_NAME = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")
FIRST = ("xn--", "sthree-", "amzn-s3-demo-")
LAST = ("-s3alias", "--ol-s3", "--x-s3", "--table-s3")
"""How names begin and end that AWS keeps for itself."""


@refuses("s3", "CreateBucket")
def check_name(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a name that S3 does not allow."""
    name = call.parameters["Bucket"]
    if not BUCKET_NAME.fullmatch(name) or ADDRESS.fullmatch(name):
        raise Fault("InvalidBucketName", "The specified bucket is not valid.")
    if name.startswith(FIRST) or name.endswith(LAST):
        raise Fault("InvalidBucketName", "The specified bucket is not valid.")


@refuses("s3", "PutBucketVersioning")
def check_versioning(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to suspend versioning where objects can be locked."""
    bucket = find_bucket(call.parameters["Bucket"])
    status = (call.parameters.get("VersioningConfiguration") or {}).get("Status")
    if bucket is not None and status == "Suspended" and bucket.object_lock_enabled:
        message = (
            "An Object Lock configuration is present on this bucket, so the versioning state "
            "cannot be changed."
        )
        raise Fault("InvalidBucketState", message, 409)


@refuses("s3", "PutBucketAcl", "PutObjectAcl")
def check_acl(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse an ACL where the bucket's owner owns everything, unless it says just that."""
    bucket = find_bucket(call.parameters["Bucket"])
    if bucket is None or call.parameters.get("ACL") in {"bucket-owner-full-control", "private"}:
        return
    if "BucketOwnerEnforced" in json.dumps(bucket.ownership_rule or "", default=str):
        raise Fault("AccessControlListNotSupported", "The bucket does not allow ACLs")


def _find_owner_checked() -> Iterator[str]:
    """Yield the operations that may say whose the bucket must be."""
    model = get_service_model("s3")
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape
        if shape is not None and "ExpectedBucketOwner" in shape.members:
            yield name


@refuses("s3", *_find_owner_checked())
def check_owner(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a call about a bucket that is not whose the caller takes it to be.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
    """
    expected = call.parameters.get("ExpectedBucketOwner")
    bucket = find_bucket(call.parameters["Bucket"]) if expected else None
    if bucket is not None and bucket.account_id != expected:
        raise Fault("AccessDenied", "Access Denied", 403)


PUBLIC_ACLS = frozenset({"public-read", "public-read-write", "authenticated-read"})
PUBLIC_GROUPS = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")
FIXING = frozenset(
    {
        "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn",
        "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount",
        "aws:sourceorgid", "aws:sourceip", "aws:userid", "s3:dataaccesspointarn",
        "s3:dataaccesspointaccount",
    }
)  # fmt: skip
"""Condition keys that make a statement not public, where their values are fixed."""
OPERATORS = ("stringequals", "stringlike", "arnequals", "arnlike", "ipaddress")
EVERYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def _blocks(call: EmulatedCall, setting: str) -> bool:
    """Whether Block Public Access of the bucket, its account or a policy has a setting on."""
    backends = moto_backends("s3")
    partition, owner = backends.bucket_accounts.get(call.parameters["Bucket"], ("", ""))
    if not owner:
        return False
    if is_public_access_declared(owner):
        return True
    bucket = backends[owner][partition].buckets.get(call.parameters["Bucket"])
    account = moto_backends("s3control")[owner][partition].public_access_block
    blocks = (getattr(bucket, "public_access_block", None), account)
    return any(str(getattr(block, setting, "")).lower() == "true" for block in blocks if block)


@refuses("s3", "PutBucketPolicy")
def check_policy(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a public policy where they are blocked."""
    if not _blocks(call, "block_public_policy"):
        return
    try:
        document = json.loads(call.parameters.get("Policy") or "{}")
    except ValueError:
        return  # moto says what is wrong with it
    statements = document.get("Statement", []) if isinstance(document, Mapping) else []
    found = statements if isinstance(statements, list) else [statements]
    if any(isinstance(one, Mapping) and _is_public(one) for one in found):
        raise _blocked(call, "public policies are prevented by the BlockPublicPolicy setting")


@refuses("s3", "PutBucketAcl", "PutObjectAcl", "PutObject", "CreateBucket")
def check_public_acl(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a public ACL where they are blocked."""
    granted = (call.parameters.get("AccessControlPolicy") or {}).get("Grants") or ()
    groups = [str((grant.get("Grantee") or {}).get("URI", "")) for grant in granted]
    is_public = call.parameters.get("ACL") in PUBLIC_ACLS or any(
        group.endswith(PUBLIC_GROUPS) for group in groups
    )
    if is_public and _blocks(call, "block_public_acls"):
        raise _blocked(call, "public ACLs are prevented by the BlockPublicAcls setting")


def _blocked(call: EmulatedCall, why: str) -> Fault:
    message = f"User is not authorized to perform: {call.name} because {why}"
    return Fault("AccessDenied", message, 403)


def _is_public(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    named = principal.get("AWS") if isinstance(principal, Mapping) else principal
    is_anyone = "*" in (named if isinstance(named, list) else [named])
    if statement.get("Effect") != "Allow" or not (is_anyone or "NotPrincipal" in statement):
        return False
    conditions = statement.get("Condition") or {}
    return not any(
        operator.lower().rpartition(":")[2] in OPERATORS and _is_fixed(key, values)
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _is_fixed(key: str, values: Any) -> bool:
    if key.lower() not in FIXING:
        return False
    listed = values if isinstance(values, list) else [values]
    return all(not set(str(v)) & set("*?$") and v not in EVERYWHERE for v in listed)


@refuses("s3control", "DeleteAccessPoint")
def check_access_point(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete an access point that is not there; moto says nothing."""
    asked = {name: call.parameters[name] for name in ("AccountId", "Name")}
    ask_inside(state, call.account_id, call.region, "s3control", "GetAccessPoint", **asked)
