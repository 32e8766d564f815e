"""CloudTrail records of the calls that the emulator answers."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.moto_client import moto_backend

READS = ("Get", "List", "Describe", "Head", "Lookup", "Search", "BatchGet")
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
GLOBAL = frozenset({"iam", "organizations", "sts", "account", "route53", "cloudfront"})


def record_call(call: EmulatedCall, fault: Fault | None) -> dict[str, Any]:
    """Return the CloudTrail record of a call; sensitive parameters are hidden in it."""
    record: dict[str, Any] = {
        "eventVersion": "1.11",
        "userIdentity": _identity(call),
        "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": f"{call.service_model.signing_name}.amazonaws.com",
        "eventName": call.operation,
        "awsRegion": "us-east-1" if call.service in GLOBAL else call.region,
        "sourceIPAddress": call.source_ip,
        "userAgent": call.user_agent,
        "requestParameters": _plain(call.parameters, call.model.input_shape) or None,
        "responseElements": None,
        "requestID": str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "readOnly": call.operation.startswith(READS),
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": call.account_id,
        "eventCategory": "Management",
    }
    if fault is not None:
        record |= {"errorCode": fault.code, "errorMessage": fault.message}
    return record


def _identity(call: EmulatedCall) -> dict[str, Any]:
    account, key = call.account_id, call.access_key
    base = {"accountId": account, "accessKeyId": key}
    assumed = moto_backend("sts", account).get_assumed_role_from_access_key(key)
    if assumed is not None:
        role = str(assumed.role_arn)
        issuer = {
            "type": "Role",
            "principalId": assumed.user_id.partition(":")[0],
            "arn": role,
            "accountId": account,
            "userName": role.rpartition("/")[2],
        }
        context = {"sessionIssuer": issuer}
        return base | {
            "type": "AssumedRole",
            "principalId": assumed.user_id,
            "arn": assumed.arn,
            "sessionContext": context,
        }
    user = moto_backend("iam", account).get_user_from_access_key_id(key)
    if user is None:
        return base | {
            "type": "Root",
            "principalId": account,
            "arn": f"arn:aws:iam::{account}:root",
        }
    name = {"principalId": user.id, "arn": user.arn, "userName": user.name}
    return base | {"type": "IAMUser"} | name


def _plain(value: Any, shape: Shape | None) -> Any:
    """Return parameters as JSON, member names as CloudTrail writes them."""
    if shape is not None and shape.metadata.get("sensitive"):
        return HIDDEN
    if isinstance(value, Mapping):
        members = shape.members if isinstance(shape, StructureShape) else {}
        inner = shape.value if isinstance(shape, MapShape) else None
        lower = bool(members)
        return {
            (k[:1].lower() + k[1:] if lower else k): _plain(v, members.get(k, inner))
            for k, v in value.items()
            if v is not None
        }
    if isinstance(value, list | tuple):
        member = shape.member if isinstance(shape, ListShape) else None
        return [_plain(v, member) for v in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return f"<{type(value).__name__}>"
