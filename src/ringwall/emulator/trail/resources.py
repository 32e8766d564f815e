"""The resources that an event names, and the accounts that own them."""

from collections.abc import Mapping
from typing import Any

from moto.backends import get_backend

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.trail.event_kind import EventKind

ARN_COLONS = 5
NamedResource = dict[str, str]


def find_bucket_owner(call: EmulatedCall) -> str:
    """Return the account that owns the bucket of a call of S3; '' if it does not exist."""
    buckets: Any = get_backend("s3")
    _, owner = buckets.bucket_accounts.get(call.parameters.get("Bucket"), ("", ""))
    return str(owner)


def find_resources(
    call: EmulatedCall, kind: EventKind, answer: Mapping[str, Any], bucket_owner: str
) -> list[NamedResource]:
    """Return the `resources` of an event; most management events have none."""
    if call.service == "s3":
        return _of_s3(call, kind, bucket_owner) if bucket_owner else []
    if call.name in ("ssm:GetParameter", "ssm:GetParameters"):
        return _of_parameters(call)
    arn, name = _find_arn(call, kind, answer)
    if not _is_arn(arn):
        # A selector names at least the type of a data event.
        return [{"accountId": call.account_id, "type": name}] if kind.data_type else []
    return [{"accountId": arn.split(":")[4] or call.account_id, "type": name, "ARN": arn}]


def find_other_accounts(record: Mapping[str, Any]) -> list[str]:
    """Return the owners of resources that are told of a record of another account."""
    named = (found.get("accountId", "") for found in record.get("resources", ()))
    own = record["recipientAccountId"]
    return [owner for owner in dict.fromkeys(named) if owner.isdigit() and owner != own]


def _find_arn(call: EmulatedCall, kind: EventKind, answer: Mapping[str, Any]) -> tuple[str, str]:
    """Return the ARN of what a call uses, and its type; '' for the ARN where it names none."""
    given = call.parameters
    match call.service:
        case "kms":
            metadata = answer.get("KeyMetadata", {})
            key = _key_arn(call, metadata.get("Arn"), answer.get("KeyId"), given.get("KeyId"))
            return key, "AWS::KMS::Key"
        case "sts":
            return str(given.get("RoleArn", "")), "AWS::IAM::Role"
        case "dynamodb" if "TableName" in given:
            return _arn(call, "table/", given["TableName"]), "AWS::DynamoDB::Table"
        case "lambda" if kind.data_type:
            arn = _arn(call, "function:", given.get("FunctionName", ""))
        case "sns" if kind.data_type:
            arn = str(given.get("TopicArn", ""))
        case "sqs" if kind.data_type:
            owner, _, queue = str(given.get("QueueUrl", "")).rpartition("/")
            arn = f"arn:{call.partition}:sqs:{call.region}:{owner.rpartition('/')[2]}:{queue}"
        case "ebs" if kind.data_type:
            arn = f"arn:{call.partition}:ec2:{call.region}::snapshot/{given.get('SnapshotId')}"
        case _:
            arn = ""
    return arn, kind.data_type


def _of_s3(call: EmulatedCall, kind: EventKind, owner: str) -> list[NamedResource]:
    arn = f"arn:{call.partition}:s3:::{call.parameters['Bucket']}"
    bucket = {"accountId": owner, "type": "AWS::S3::Bucket", "ARN": arn}
    if not kind.data_type:
        return [bucket]
    key = call.parameters.get("Key")
    prefix = call.parameters.get("Prefix") or ""
    named = {"ARN": f"{arn}/{key}"} if key else {"ARNPrefix": f"{arn}/{prefix}"}
    return [{"type": "AWS::S3::Object"} | named, bucket]


def _of_parameters(call: EmulatedCall) -> list[NamedResource]:
    """Return the parameters that are read; Systems Manager gives them no type."""
    names = call.parameters.get("Names") or [call.parameters.get("Name", "")]
    arns = (_arn(call, "parameter/", str(name).removeprefix("/")) for name in names)
    return [{"accountId": arn.split(":")[4], "ARN": arn} for arn in arns if _is_arn(arn)]


def _is_arn(text: str) -> bool:
    return text.count(":") >= ARN_COLONS


def _arn(call: EmulatedCall, kind: str, name: Any) -> str:
    text = str(name)
    if text.startswith("arn:"):
        return text
    return f"arn:{call.partition}:{call.service}:{call.region}:{call.account_id}:{kind}{text}"


def _key_arn(call: EmulatedCall, *names: Any) -> str:
    """Return the first that is an ARN of a key, or the ARN of a key id; '' for an alias alone."""
    known = [str(name) for name in names if name]
    for name in known:
        if ":key/" in name:
            return name
    plain = [name for name in known if "/" not in name and not name.startswith("arn:")]
    return _arn(call, "key/", plain[0]) if plain else ""
