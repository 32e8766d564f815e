"""Parameters and answers as JSON, in the way of most services: lower camel case, no secrets."""

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ringwall.emulator.call import EmulatedCall

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
MASKS: Mapping[str, str | None] = {
    "docdb": "****",
    "iam": None,
    "lambda": None,
    "neptune": "****",
    "organizations": "****",
    "rds": "****",
    "redshift": "****",
    "secretsmanager": None,
    "sts": None,
}
"""What stands in place of a sensitive member, None where it is left out: others write HIDDEN."""
SECRETS = re.compile("(Password|AuthToken|SecretKey|PrivateKey)$")
"""Members that are sensitive, whether or not the service's model says so."""
CONTENTS: Mapping[str, frozenset[str]] = {
    # The names of attributes are recorded, and the values of keys.
    "dynamodb": frozenset(
        {"AttributeUpdates", "ExpressionAttributeValues", "Item", "Parameters", "Statement"}
    ),
    "events": frozenset({"Detail"}),
    "ses": frozenset({"BccAddresses", "CcAddresses", "Data", "TemplateData", "ToAddresses"}),
    "sesv2": frozenset({"BccAddresses", "CcAddresses", "Data", "TemplateData", "ToAddresses"}),
    "sns": frozenset({"Message", "MessageAttributes", "Subject"}),
    "sqs": frozenset({"MessageAttributes", "MessageBody"}),
}
"""Members that are contents of the customer: messages, and to whom they go.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/understanding-ddb-log-entries.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/logging-using-cloudtrail.html
"""
VALUES_HIDDEN = frozenset({("ssm:StartAutomationExecution", "Parameters")})
"""Maps of which the keys are recorded, and each value hidden."""
MAX_FIELD = 100 * 1024
"""Bytes of `requestParameters` and of `responseElements`: CloudTrail leaves out larger ones."""


def write_plain(call: EmulatedCall, value: Any, shape: Shape | None) -> dict[str, Any] | None:
    """Return the members of a structure as CloudTrail writes them; None if there are none."""
    return _write(call, value, shape) or None


def limit_size(field: str, value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a field, or in its place that it was too large."""
    size = len(json.dumps(value))
    if size <= MAX_FIELD:
        return value
    return {"omitted": True, "originalSize": size, "reason": f"{field} too large"}


def lower_first(name: str) -> str:
    """Return a member's name as CloudTrail spells it: `dBInstanceIdentifier`."""
    return name[:1].lower() + name[1:]


def _write(call: EmulatedCall, value: Any, shape: Shape | None, name: str = "") -> Any:
    if _is_hidden(call, shape, name):
        return _mask(call, value, name)
    if isinstance(value, Mapping):
        members = shape.members if isinstance(shape, StructureShape) else {}
        inner = shape.value if isinstance(shape, MapShape) else None
        found = (
            (
                lower_first(member) if members else str(member),
                _write(call, v, members.get(member, inner), member if members else ""),
            )
            for member, v in value.items()
        )
        return {member: written for member, written in found if written is not None}
    if isinstance(value, list | tuple):
        member = shape.member if isinstance(shape, ListShape) else None
        return [_write(call, v, member) for v in value]
    if isinstance(value, datetime):
        return _write_time(call, value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number
    # Bodies and ciphertexts are never recorded.
    return value if isinstance(value, str | int | float | bool) else None


def _is_hidden(call: EmulatedCall, shape: Shape | None, name: str) -> bool:
    return bool(
        (shape is not None and shape.metadata.get("sensitive"))
        or SECRETS.search(name)
        or name in CONTENTS.get(call.service, ())
        or (call.name, name) in VALUES_HIDDEN
    )


def _mask(call: EmulatedCall, value: Any, name: str) -> Any:
    """Return what is written in place of a hidden value; None where it is left out."""
    if call.service == "dynamodb" and isinstance(value, Mapping):
        return list(value)
    if (call.name, name) in VALUES_HIDDEN and isinstance(value, Mapping):
        return {key: [HIDDEN] * len(texts) for key, texts in value.items()}
    if name in CONTENTS.get(call.service, ()):
        return [HIDDEN] * len(value) if isinstance(value, list) else HIDDEN
    return MASKS.get(call.service, HIDDEN)


def _write_time(call: EmulatedCall, moment: datetime) -> str:
    """Return a time: services of REST and JSON write ISO 8601, others as Java does."""
    if call.wire == "rest-json":
        return moment.isoformat().replace("+00:00", "Z")
    comma = "" if call.service == "iam" else ","
    hour = moment.hour % 12 or 12
    day = f"{moment:%b} {moment.day}, {moment.year}"
    return f"{day}{comma} {hour}:{moment:%M:%S %p}"
