"""S3: retention and legal hold of objects, which nobody can shorten, and the bucket's own lock.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.state import EmulatorState

PROTECTED = "Access Denied because object protected by object lock."
WRITTEN = "%Y-%m-%dT%H:%M:%SZ"


@emulates("s3", "PutObjectRetention")
def put_retention(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep an object's version until a time; what holds already can only be made stricter."""
    held = _find_version(call)
    retention = call.parameters.get("Retention") or {}
    mode, until = retention.get("Mode"), retention.get("RetainUntilDate")
    if bool(mode) != bool(until):
        raise Fault("MalformedXML", "The XML you provided was not well-formed")
    until = _as_utc(until) if until else None
    if until is not None and until <= datetime.now(UTC):
        raise Fault("InvalidArgument", "The retain until date must be in the future!")
    before = _read_until(held)
    if before is not None and before > datetime.now(UTC):
        is_stricter = until is not None and until >= before
        is_same = mode in {held.lock_mode, "COMPLIANCE"}
        bypasses = bool(call.parameters.get("BypassGovernanceRetention"))
        may_soften = held.lock_mode == "GOVERNANCE" and bypasses
        if not may_soften and not (is_stricter and is_same):
            raise Fault("AccessDenied", PROTECTED, 403)
    held.lock_mode = mode
    held.lock_until = until.strftime(WRITTEN) if until is not None else None
    return {}


@emulates("s3", "GetObjectRetention", "GetObjectLegalHold")
def get_lock(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what keeps an object's version; Fault where nothing of that kind was set."""
    held = _find_version(call)
    until = _read_until(held)
    if call.operation == "GetObjectLegalHold" and held.lock_legal_status:
        return {"LegalHold": {"Status": held.lock_legal_status}}
    if call.operation == "GetObjectRetention" and until is not None and held.lock_mode:
        return {"Retention": {"Mode": held.lock_mode, "RetainUntilDate": until}}
    message = "The specified object does not have a ObjectLock configuration"
    raise Fault("NoSuchObjectLockConfiguration", message, 404)


def _find_version(call: EmulatedCall) -> Any:
    """Return moto's state of the version that a call names, or of the newest."""
    bucket = find_bucket(call.parameters["Bucket"])
    if bucket is None:
        raise Fault("NoSuchBucket", "The specified bucket does not exist", 404)
    if not bucket.object_lock_enabled:
        message = "Bucket is missing Object Lock Configuration"
        raise Fault("InvalidRequest", message)
    versions = bucket.keys.getlist(call.parameters["Key"], [])
    wanted = call.parameters.get("VersionId")
    if wanted:
        found = next((v for v in versions if str(v.version_id) == wanted), None)
    else:
        found = versions[-1] if versions else None
    if found is None or not hasattr(found, "lock_mode"):  # a delete marker has none
        code = "NoSuchVersion" if wanted else "NoSuchKey"
        raise Fault(code, "The specified key does not exist.", 404)
    return found


def _read_until(held: Any) -> datetime | None:
    if not held.lock_until:
        return None
    return datetime.fromisoformat(str(held.lock_until)).astimezone(UTC)


def _as_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@emulates("s3", "PutBucketVersioning")
def check_versioning(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to suspend versioning where Object Lock needs it; let moto change it elsewhere."""
    bucket = find_bucket(call.parameters["Bucket"])
    status = (call.parameters.get("VersioningConfiguration") or {}).get("Status")
    if bucket is not None and bucket.object_lock_enabled and status == "Suspended":
        message = (
            "An Object Lock configuration is present on this bucket, so the versioning state "
            "cannot be changed."
        )
        raise Fault("InvalidBucketState", message, 409)


@emulates("s3", "PutObjectLockConfiguration")
def put_lock_configuration(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Change the lock of a bucket that has one; moto lets nobody where there are objects."""
    bucket = find_bucket(call.parameters["Bucket"])
    if bucket is None or not bucket.object_lock_enabled:
        return None
    wanted = call.parameters.get("ObjectLockConfiguration") or {}
    default = (wanted.get("Rule") or {}).get("DefaultRetention") or {}
    bucket.default_lock_mode = default.get("Mode")
    bucket.default_lock_days = default.get("Days") or 0
    bucket.default_lock_years = default.get("Years") or 0
    return {}


@emulates("s3", "GetObjectLockConfiguration")
def get_lock_configuration(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the bucket's lock with its days or its years; moto shows both."""
    answer = state.ask_moto(call)
    default = (answer["ObjectLockConfiguration"].get("Rule") or {}).get("DefaultRetention", {})
    for unit in ("Days", "Years"):
        if not default.get(unit):
            default.pop(unit, None)
    return answer
